import { listOf } from '../schema/check.ts';
import { secretName } from '../schema/names.ts';
import { stepDecorator } from './decorator.ts';

export const secrets = stepDecorator({ name: 'secrets', setting: 'secrets', check: listOf(secretName) });
