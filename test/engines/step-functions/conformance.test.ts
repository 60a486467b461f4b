import { testConformance } from '../conformance.ts';
import { startStepFunctions } from './engine.ts';
import { haveMoto } from './installation.ts';

// On the interpreter of the Amazon States Language that moto has, each job of Batch's a process: `UPDATE=1 npm test test/engines/step-functions/conformance`.

/** A start that waits for several flows, and a container that is handed no files. */
const refused = ['trigger-on-finish', 'code-inline'];

const otherwise = {
  'loop-past-bound': {
    reason: 'Step Functions tries again whatever the exit code was, also where that cannot help',
    differences: ['turn/v1: made the attempts 0, 1, 2, 3, locally 0'],
  },
};

testConformance('Step Functions', {
  start: haveMoto ? () => startStepFunctions() : undefined,
  refused,
  otherwise,
});
