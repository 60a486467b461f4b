import { mapped, options } from '../schema/check.ts';
import { image } from '../schema/names.ts';
import { stepDecorator } from './decorator.ts';

export const container = stepDecorator({
  name: 'container',
  setting: 'image',
  check: mapped(options({ image }, ['image']), (found) => found.image),
});
