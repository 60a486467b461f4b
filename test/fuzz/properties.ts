import { airflowProperties } from './properties/airflow.ts';
import { renaming, reordered } from './properties/copies.ts';
import { execution } from './properties/execution.ts';
import { forecast } from './properties/forecast.ts';
import { growth } from './properties/growth.ts';
import { hostileStepFunctions } from './properties/hostile-step-functions.ts';
import { hostileText } from './properties/hostile-text.ts';
import { hostileLinter, linter } from './properties/linter.ts';
import { navigation } from './properties/navigation.ts';
import { references } from './properties/references.ts';
import { robustness } from './properties/robustness.ts';
import { stepFunctionsProperties } from './properties/step-functions.ts';
import { tree } from './properties/tree.ts';
import type { Property } from './property.ts';

/** All that holds for every flow. */
export const properties: readonly Property[] = [
  tree,
  execution,
  navigation,
  forecast,
  references,
  ...airflowProperties,
  ...stepFunctionsProperties,
  reordered,
  renaming,
  robustness,
  hostileText,
  hostileStepFunctions,
  growth,
  linter,
  hostileLinter,
];
