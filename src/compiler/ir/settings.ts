import type { Span } from './span.ts';

// What decorators say, after static evaluation: plain values, durations in seconds, nothing of TypeScript. A step's settings are
// already resolved (its own decorator over the flow's), so that no target has to know the rule.

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `@retry`: `times` tries after the first, `delay` and `maxDelay` in seconds, each wait `backoff` times the one before. */
export interface Retry {
  readonly times: number;
  readonly delay: number;
  readonly backoff: number;
  readonly maxDelay?: number;
  readonly on: 'any' | 'error' | 'preemption';
}

/** `@resources`: Kubernetes quantities as the user wrote them (`'4Gi'`, `'500m'`, `2` becomes `'2'`). */
export interface Resources {
  readonly cpu?: string;
  readonly memory?: string;
  readonly disk?: string;
  readonly gpu?: number;
  readonly sharedMemory?: string;
}

/** One volume of `@kubernetes`: where it is mounted and the one source it has. */
export interface Volume {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: boolean;
  readonly source:
    | { readonly kind: 'emptyDir'; readonly medium?: 'Memory'; readonly sizeLimit?: string }
    | { readonly kind: 'persistentVolumeClaim'; readonly claimName: string }
    | { readonly kind: 'configMap'; readonly name: string }
    | { readonly kind: 'secret'; readonly secretName: string };
}

/** A toleration, in Kubernetes' words. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly tolerationSeconds?: number;
}

/** `@kubernetes`: what a pod takes beside image and resources. */
export interface Kubernetes {
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly volumes?: readonly Volume[];
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly imagePullSecrets?: readonly string[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly securityContext?: Json;
}

/** `@batch`: AWS Batch's own words. */
export interface Batch {
  readonly queue?: string;
  readonly jobRole?: string;
  readonly executionRole?: string;
}

/** What one step runs with. Absent means: not asked for, the engine's default holds. */
export interface TaskSettings {
  readonly retry?: Retry;
  /** Seconds of one attempt's running time. */
  readonly timeout?: number;
  /** The artifact that takes the error when the last try fails. */
  readonly catchError?: string;
  readonly resources?: Resources;
  /** Environment variables, in the order written; the flow's first. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of secrets that the orchestrator holds. */
  readonly secrets?: readonly string[];
  readonly image?: string;
  readonly kubernetes?: Kubernetes;
  readonly batch?: Batch;
}

/** A step's settings, and where each was written. */
export interface StepSettings extends TaskSettings {
  /** The decorator's span, on the step or on the flow. */
  readonly spans: Readonly<Partial<Record<keyof TaskSettings, Span>>>;
}

/** `@schedule`; `every` is already a cron line. */
export interface Schedule {
  /** Five fields, as the user wrote them. */
  readonly cron: string;
  /** IANA name; absent means the engine's own, which is UTC where it can be said. */
  readonly timezone?: string;
  readonly concurrency: 'allow' | 'forbid' | 'replace';
  readonly span: Span;
}

/** `@trigger`: an event by name; `parameters` maps a field of the event's body to a parameter. */
export interface Trigger {
  readonly event: string;
  readonly parameters: readonly { readonly field: string; readonly parameter: string }[];
  readonly span: Span;
}

/** `@triggerOnFinish`: the flows that must all have finished well since this one's last start. */
export interface TriggerOnFinish {
  readonly flows: readonly string[];
  readonly span: Span;
}

/** `@project`: `name` and `branch` set deployed objects of one flow apart. */
export interface Project {
  readonly name: string;
  readonly branch?: string;
  readonly span: Span;
}

/** What stands on the flow itself and is not a step's. */
export interface FlowSettings {
  readonly schedule?: Schedule;
  readonly trigger?: Trigger;
  readonly triggerOnFinish?: TriggerOnFinish;
  readonly project?: Project;
  readonly tags: readonly string[];
}

interface ParameterBase {
  readonly name: string;
  readonly help?: string;
  /** Without a default and required, a run must give it; without both it may stay unset. */
  readonly required: boolean;
  readonly span: Span;
}

/** A `parameter.*` field: dates as ISO text, patterns as the source and flags of a RegExp. */
export type Parameter =
  | (ParameterBase & {
      readonly kind: 'string';
      readonly default?: string;
      readonly pattern?: { readonly source: string; readonly flags: string };
    })
  | (ParameterBase & {
      readonly kind: 'number' | 'integer';
      readonly default?: number;
      readonly min?: number;
      readonly max?: number;
    })
  | (ParameterBase & { readonly kind: 'boolean'; readonly default?: boolean })
  | (ParameterBase & { readonly kind: 'date'; readonly default?: string; readonly min?: string; readonly max?: string })
  | (ParameterBase & {
      readonly kind: 'choice';
      readonly of: readonly (string | number)[];
      readonly default?: string | number;
    })
  | (ParameterBase & { readonly kind: 'file'; readonly default?: string })
  | (ParameterBase & { readonly kind: 'json'; readonly default?: Json });
