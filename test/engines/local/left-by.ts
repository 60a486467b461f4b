import { createHash } from 'node:crypto';
import { encode } from '../../../src/runtime/codec/encode.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { LocalFlow } from '../../unit/runtime/local/local-flow.ts';
import { recordRun, type RecordedRun } from '../recorded-run.ts';

// What a test of the local engine holds a run against: which tasks it left, from whom they received, and artifacts by the hash that their value has.

/** What a run left in the datastore of a flow. */
export async function leftBy(flow: LocalFlow, run: string, name = 'Flow'): Promise<RecordedRun> {
  const store = await openStore(flow.store, {});
  try {
    return await recordRun(store, { flow: name, run });
  } finally {
    await store.close();
  }
}

/** The tasks of a run as `step/task < inputs`, in the order of the plan. */
export const shapeOf = ({ tasks }: RecordedRun): readonly string[] =>
  tasks.map(({ step, task, inputs }) =>
    [`${step}/${task}`, ...(inputs.length === 0 ? [] : ['<', ...inputs])].join(' '),
  );

/** The address of an artifact with this value. */
export function hashOf(value: unknown): string {
  const hash = createHash('sha256');
  for (const chunk of encode(value, { refOf: () => undefined }).chunks()) hash.update(chunk);
  return hash.digest('hex');
}

/** The addresses of artifacts with these values, by their names. */
export const hashesOf = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hashOf(value)]));
