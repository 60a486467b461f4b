import { duration } from '../schema/duration.ts';
import { stepDecorator } from './decorator.ts';

export const timeout = stepDecorator({ name: 'timeout', setting: 'timeout', check: duration(1) });
