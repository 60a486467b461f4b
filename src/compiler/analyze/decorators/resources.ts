import { number, options } from '../schema/check.ts';
import { bytes, cores } from '../schema/quantity.ts';
import { stepDecorator } from './decorator.ts';

export const resources = stepDecorator({
  name: 'resources',
  setting: 'resources',
  check: options({ cpu: cores, memory: bytes, disk: bytes, gpu: number({ whole: true, min: 0 }), sharedMemory: bytes }),
});
