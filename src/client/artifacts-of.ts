import { Artifact } from './artifact.ts';
import { readResult } from './records.ts';
import type { Run, RunTask } from './run.ts';

/** What is set after a task, in the order of the alphabet; nothing where it has no result. */
export async function artifactsOf({ store }: Run, { run, task }: RunTask): Promise<readonly Artifact[]> {
  const result = await readResult(store, run, task);
  return Object.entries(result?.artifacts ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, ref]) => new Artifact(store, name, ref));
}
