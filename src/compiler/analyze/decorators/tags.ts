import { listOf, mapped } from '../schema/check.ts';
import { line } from '../schema/names.ts';
import { flowDecorator } from './decorator.ts';

export const tags = flowDecorator({
  name: 'tags',
  setting: 'tags',
  check: () => mapped(listOf(line), (found) => [...new Set(found)]),
});
