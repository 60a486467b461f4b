import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { ahead } from '../runtime/store/chunks.ts';
import type { AttemptStart } from '../runtime/store/records.ts';
import type { Client } from './client.ts';
import { readStart } from './records.ts';
import type { Run } from './run.ts';
import type { AttemptEntry, TaskEntry } from './run-index.ts';
import { workflowIn } from './workflow.ts';

// From a pod of Argo's, or its node, back to the attempt that it made. A pod is called `<workflow>-<template>-<hash>`, its node `<workflow>-<hash>`, and a run id
// begins with the workflow's name: so the name leads to the run, and each attempt has recorded which pod it ran in.
// https://github.com/argoproj/argo-workflows/blob/v4.0.2/workflow/util/pod_name.go

/** Whether a word may be the name of a pod or the id of a node. */
export const isPodName = (word: string): boolean => /^[a-z0-9].*-\d{1,10}$/s.test(word);

/** A pod's name, as far as the runs in the datastore say what its parts are. */
export interface PodName {
  readonly run: Run;
  readonly workflow: string;
  /** Absent in the id of a node. */
  readonly template?: string;
  /** Absent in the name of the workflow itself, which is also the id of its outermost node. */
  readonly hash?: string;
}

/**
 * The runs that a pod may be of: those whose workflow's name it begins with, the longest first, and the latest of these. There are several where a name was used
 * again, and where one begins as another does.
 */
export async function runsOfPod(client: Client, pod: string): Promise<readonly PodName[]> {
  const names: PodName[] = [];
  for (const flow of await client.flows()) {
    for (const run of await client.runIds(flow)) {
      const workflow = workflowIn(run);
      if (workflow === undefined || !`${pod}-`.startsWith(`${workflow}-`)) continue;
      const found = await client.run({ flow, run });
      if (found !== undefined) names.push(partsOf(pod, found, workflow));
    }
  }
  const started = ({ run }: PodName): number => Date.parse(run.record.started);
  return names.toSorted((a, b) => b.workflow.length - a.workflow.length || started(b) - started(a));
}

function partsOf(pod: string, run: Run, workflow: string): PodName {
  const [, template, hash] = /^(?:(.*)-)?(\d+)$/s.exec(pod.slice(workflow.length + 1)) ?? [];
  return {
    run,
    workflow,
    ...(hash === undefined ? {} : { hash }),
    ...(template === undefined ? {} : { template }),
  };
}

export interface PodAttempt {
  readonly entry: TaskEntry;
  readonly attempt: AttemptEntry;
  readonly start: AttemptStart;
}

/**
 * The attempt that a pod made; undefined where none has recorded so. Tasks without a result come first: it is they that people ask about.
 *
 * @param steps - Where the template says whose it is: only tasks of these steps.
 */
export async function attemptOfPod(
  { run, hash, template, workflow }: PodName,
  steps: readonly string[] | undefined,
): Promise<PodAttempt | undefined> {
  if (hash === undefined) return undefined;
  const index = await run.index();
  const tasks = steps === undefined ? [...index.all()] : steps.flatMap((step) => index.tasks(step));
  const isDone = ({ done }: TaskEntry): number => (done === undefined ? 0 : 1);
  const attempts = tasks
    .toSorted((a, b) => isDone(a) - isDone(b))
    .flatMap((entry) => entry.attempts.map((attempt) => ({ entry, attempt })));
  const read = ahead(attempts, SIDE_BY_SIDE, async (one) => ({
    ...one,
    start: await readStart(run.store, run.id, one.entry.task, one.attempt),
  }));
  const pod = template === undefined ? undefined : `${workflow}-${template}-${hash}`;
  for await (const { start, ...one } of read) {
    const found = pod === undefined ? start?.pod?.endsWith(`-${hash}`) : start?.pod === pod;
    if (start !== undefined && found === true) return { ...one, start };
  }
  return undefined;
}
