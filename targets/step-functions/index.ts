import type { Target } from '../target.ts';
import { explainStepFunctions } from './explain.ts';
import { lowerStepFunctions, type StepFunctionsManifest } from './lower.ts';
import type { StepFunctionsOptions } from './options.ts';
import { printStepFunctions } from './print.ts';
import { supports } from './supports.ts';

export const stepFunctions: Target<StepFunctionsOptions, StepFunctionsManifest> = {
  id: 'step-functions',
  title: 'AWS Step Functions',
  supports,
  lower: lowerStepFunctions,
  explain: explainStepFunctions,
  print: printStepFunctions,
};
