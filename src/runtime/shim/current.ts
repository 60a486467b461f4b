import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Current, ForeachFrame, RunFailure } from '../../api/current.ts';
import type { Plan } from '../plan.ts';
import { taskId } from '../task.ts';
import type { TaskOrder } from './order.ts';

export interface CurrentOptions {
  readonly plan: Plan;
  readonly order: TaskOrder;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly foreach: readonly ForeachFrame[];
  readonly failure?: RunFailure;
  /** Told when the step looks at all parameters at once: which of them it reads nobody sees. */
  readonly onParameters: () => void;
}

/** What `current` answers in one task. Its folder is made when somebody asks for it. */
export function currentOf({ plan, order, parameters, foreach, failure, onParameters }: CurrentOptions): Current {
  const { record, step, attempt } = order;
  const id = taskId(order);
  const [originRunId] = record.origins;
  return {
    flowName: plan.flow,
    runId: record.run,
    originRunId,
    stepName: step,
    taskId: id,
    attempt,
    pathspec: `${plan.flow}/${record.run}/${step}/${id}`,
    foreach: foreach.map(({ step: opener, index, size }) => ({ step: opener, index, size })),
    tags: record.tags,
    get parameters() {
      onParameters();
      return parameters;
    },
    trigger: undefined,
    project: plan.project === undefined ? undefined : { name: plan.project.name, branch: plan.project.branch },
    get tempDir() {
      const folder = join(order.tempDir, 'tmp');
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    isResumed: originRunId !== undefined,
    failure,
  };
}
