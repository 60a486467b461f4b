import { options } from '../schema/check.ts';
import { line } from '../schema/names.ts';
import { stepDecorator } from './decorator.ts';

export const batch = stepDecorator({
  name: 'batch',
  setting: 'batch',
  check: options({ queue: line, jobRole: line, executionRole: line }),
});
