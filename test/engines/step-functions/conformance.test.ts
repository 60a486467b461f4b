import { testConformance } from '../conformance.ts';
import { startStepFunctions } from './engine.ts';
import { haveMoto } from './installation.ts';

// On the interpreter of the Amazon States Language that moto has, each job of Batch's a process: `UPDATE=1 npm test test/engines/step-functions/conformance`.

/** A start that waits for several flows, a container that is handed no files, and 60 maps in each other, which CloudFormation indents beyond AWS's megabyte. */
const refused = ['trigger-on-finish', 'code-inline', 'nested-foreach-60'];

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
