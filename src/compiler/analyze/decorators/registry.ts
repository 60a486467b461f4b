import { batch } from './batch.ts';
import { catchError } from './catch-error.ts';
import { container } from './container.ts';
import type { FlowDecorator, StepDecorator } from './decorator.ts';
import { environment } from './environment.ts';
import { kubernetes } from './kubernetes.ts';
import { project } from './project.ts';
import { resources } from './resources.ts';
import { retry } from './retry.ts';
import { schedule } from './schedule.ts';
import { secrets } from './secrets.ts';
import { tags } from './tags.ts';
import { timeout } from './timeout.ts';
import { trigger, triggerOnFinish } from './trigger.ts';

// All decorators but `@step` and `@onExit`, which make no setting.

const stepDecorators = [
  retry,
  timeout,
  catchError,
  resources,
  environment,
  secrets,
  container,
  kubernetes,
  batch,
] as const satisfies readonly Omit<StepDecorator, 'check' | 'bare'>[];

const flowDecorators = [schedule, trigger, triggerOnFinish, project, tags] as const satisfies readonly Omit<
  FlowDecorator,
  'check'
>[];

type KnownDecorator = (typeof stepDecorators)[number] | (typeof flowDecorators)[number];

const byName = new Map<string, KnownDecorator>([...stepDecorators, ...flowDecorators].map((it) => [it.name, it]));

export const findDecorator = (name: string): KnownDecorator | undefined => byName.get(name);

export const decoratorNames: readonly string[] = ['step', 'onExit', ...byName.keys()];
