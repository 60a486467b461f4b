import { airflow } from './airflow/index.ts';
import { argo } from './argo/index.ts';
import { stepFunctions } from './step-functions/index.ts';

/** Every target, by the name that `--target` takes. */
export const targets = { argo, airflow, 'step-functions': stepFunctions } as const;

export type TargetId = keyof typeof targets;

export const targetIds = Object.keys(targets) as readonly TargetId[];

export const isTarget = (word: string): word is TargetId => Object.hasOwn(targets, word);
