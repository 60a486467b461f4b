import { argo } from './argo/index.ts';

/** Every target, by the name that `--target` takes. */
export const targets = { argo } as const;

export type TargetId = keyof typeof targets;
