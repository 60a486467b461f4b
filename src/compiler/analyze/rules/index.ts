import { catchErrorArtifact, catchErrorPlacement } from './catch-error.ts';
import { constructorParameters } from './constructor-parameters.ts';
import { decoratorPlacement } from './decorator-placement.ts';
import { experimentalDecorators } from './experimental-decorators.ts';
import { fieldRedeclared } from './field-redeclared.ts';
import { initialiserDiffers } from './initialiser-differs.ts';
import { namesDifferInCase } from './names-differ-in-case.ts';
import { overrideWithoutStep } from './override-without-step.ts';
import { parameterFlags } from './parameter-flags.ts';
import { parameterPlacement } from './parameter-placement.ts';
import { parameterReadEarly } from './parameter-read-early.ts';
import { reservedNames } from './reserved-names.ts';
import type { ClassRule, ModelRule } from './rule.ts';
import { stepPlacement } from './step-placement.ts';
import { unstorableField } from './unstorable-field.ts';

// The rules on classes and members, in no order that matters: findings are sorted by their place.

export const classRules: readonly ClassRule[] = [
  experimentalDecorators,
  constructorParameters,
  reservedNames,
  stepPlacement,
  overrideWithoutStep,
  namesDifferInCase,
  fieldRedeclared,
  decoratorPlacement,
  parameterPlacement,
  parameterFlags,
  parameterReadEarly,
];

export const modelRules: readonly ModelRule[] = [
  initialiserDiffers,
  unstorableField,
  catchErrorArtifact,
  catchErrorPlacement,
];
