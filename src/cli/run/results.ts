import { Artifact } from '../../client/artifact.ts';
import { Results } from '../../runtime/shim/results.ts';
import type { ArtifactRef, RunRecord } from '../../runtime/store/records.ts';
import type { Store } from '../../runtime/store/store.ts';
import { describe } from '../look/describe.ts';
import { grouped, tame } from './words.ts';

// What a run came to: the artifacts of `end`, each in a line. Nothing large is read for that.

const MOST_ARTIFACTS = 10;

export type Artifacts = Readonly<Record<string, ArtifactRef>>;

/** The artifacts of `end`; none where the run has no such task. */
export async function resultsOf(store: Store, run: Pick<RunRecord, 'flow' | 'run' | 'origins'>): Promise<Artifacts> {
  return (await new Results(store, run).result({ step: 'end', frames: '' }))?.artifacts ?? {};
}

/** `name = value`, as long as they are; how many are left out stands in the last line. */
export async function resultLines(store: Store, artifacts: Artifacts): Promise<readonly string[]> {
  const all = Object.entries(artifacts);
  const shown = all.slice(0, MOST_ARTIFACTS);
  const column = Math.max(0, ...shown.map(([name]) => name.length));
  const lines = await Promise.all(
    shown.map(async ([name, ref]) => {
      const { kind, value } = await describe(new Artifact(store, name, ref));
      return `${name.padEnd(column)} = ${value === '' ? kind : tame(value, false)}`;
    }),
  );
  return [...lines, ...(all.length > shown.length ? [`… and ${grouped(all.length - shown.length)} more`] : [])];
}
