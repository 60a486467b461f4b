import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { ahead } from '../runtime/store/chunks.ts';
import { nameOf } from './pathspec.ts';
import type { Run } from './run.ts';

/** Which runs are old. Given both, a run is old by both; given none, no run is. */
export interface Age {
  /** Ended so long ago, in milliseconds. */
  readonly olderThan?: number;
  /** Not among so many latest of its flow. */
  readonly keep?: number;
}

/** Old runs that nobody needs: they are over, and no run that stays resumes them. `runs`: all there are, the latest first. */
export async function runsToRemove(
  runs: readonly Run[],
  { olderThan, keep }: Age,
  now: Date,
  live: ReadonlySet<string>,
): Promise<readonly Run[]> {
  if (olderThan === undefined && keep === undefined) return [];
  const ends = await Array.fromAsync(ahead(runs, SIDE_BY_SIDE, (run) => run.end()));
  const seen = new Map<string, number>();
  const old = new Map<string, Run>();
  for (const [at, run] of runs.entries()) {
    const newer = seen.get(run.id.flow) ?? 0;
    seen.set(run.id.flow, newer + 1);
    const ended = Date.parse(ends[at]?.ended ?? run.record.started);
    const isOld = olderThan === undefined || now.getTime() - ended > olderThan;
    if (isOld && (keep === undefined || newer >= keep) && !live.has(nameOf(run))) old.set(nameOf(run), run);
  }
  // A run names all its origins, also those of its origins: one look is enough.
  const staying = runs.filter((run) => !old.has(nameOf(run)));
  for (const { id, record } of staying) {
    for (const run of record.origins) old.delete(nameOf({ id: { ...id, run } }));
  }
  return [...old.values()];
}
