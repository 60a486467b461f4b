import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cases, expectedIn, flowOf, folderOf } from '../conformance/cases.ts';
import { differencesOf, unmatchedStarts } from './differences.ts';
import type { Engine, EngineFlow, EngineRun } from './engine.ts';
import { runLocally } from './local/engine.ts';
import type { RecordedRun } from './recorded-run.ts';
import { record, recordOf } from './records.ts';

// The cases of conformance that are flows, on an engine, given to it together: each leaves exactly the tasks, inputs and artifacts that a local run leaves, and the engine
// started once for each attempt recorded. `UPDATE=1` writes what is found into the engine's records; then `npm run docs`. `CASES=one,another` runs only those, and those
// that are too big for every day.

/** They would take an hour together. */
const BIG = ['wide-foreach-1200', 'wide-split-300', 'nested-foreach-60', 'diamonds-40', 'linear-5000'];

export interface ConformanceTests {
  /** Undefined: the engine cannot be had here. */
  readonly start: (() => Promise<Engine>) | undefined;
  /** The ids of the cases that are run where none are asked for; absent, all that are not too big. */
  readonly among?: readonly string[];
  /** The ids of cases whose flows the target is known to refuse. */
  readonly refused?: readonly string[];
  /** What is known to be otherwise on this engine, by the ids of cases. It is recorded as a failure. */
  readonly otherwise?: Readonly<Record<string, Otherwise>>;
}

interface Otherwise {
  /** A sentence for the page. */
  readonly reason: string;
  readonly differences: readonly string[];
}

export function testConformance(title: string, { start, among, refused = [], otherwise = {} }: ConformanceTests): void {
  const asked = env['CASES']?.split(',') ?? among;
  const chosen = cases.filter(({ id }) => asked?.includes(id) ?? !BIG.includes(id));

  describe.runIf(start !== undefined)(`on ${title}`, { timeout: 3 * 3600_000 }, () => {
    const scratch = mkdtempSync(join(tmpdir(), 'flowc-conformance-'));
    const flows = new Map<string, EngineFlow>();
    const runs = new Map<string, PromiseWithResolvers<EngineRun>>();
    let engine: Engine;

    for (const { id } of chosen) {
      const flow = flowOf(id, scratch);
      if (flow !== undefined) flows.set(id, flow);
      if (flow !== undefined) runs.set(id, Promise.withResolvers());
    }

    beforeAll(async () => {
      if (start === undefined) return;
      engine = await start();
      const ids = [...flows.keys()].toSorted((a, b) => longest(b) - longest(a));
      const all = ids.flatMap((id) => flows.get(id) ?? []);
      engine
        .run(all, (event) => {
          if (event.kind === 'ended') runs.get(ids[event.index] ?? '')?.resolve(event.run);
          else process.stderr.write(`${event.text}\n`);
        })
        .catch((error: unknown) => runs.forEach(({ reject }) => reject(error)));
    }, 600_000);

    afterAll(async () => {
      await engine.stop();
      rmSync(scratch, { recursive: true, force: true });
    });

    test.concurrent.each([...flows])('leaves what is expected of %s', async (id, flow) => {
      const [run, expected] = await Promise.all([runs.get(id)?.promise, expectedOf(id, flow)]);
      if (run === undefined) throw new Error(`${id} was not run`);
      if (run.refused !== undefined) {
        record(engine, { [id]: recordOf(run, []) });
        expect(refused, `${id}: ${run.refused}`).toContain(id);
        return;
      }
      const differences = [
        ...differencesOf(run.run, expected, 'locally'),
        ...unmatchedStarts(run.started, run.run),
        ...(run.contradictions ?? []),
      ];
      const { reason, differences: known = [] } = otherwise[id] ?? {};
      record(engine, { [id]: recordOf(run, differences, reason) });
      expect(differences, `${id}: ${run.message ?? run.phase}`).toEqual(known);
      expect(refused, `${id} was known to be refused, and was run`).not.toContain(id);
    });
  });
}

async function expectedOf(id: string, flow: EngineFlow): Promise<RecordedRun> {
  const folder = folderOf(id);
  return folder === undefined ? (await runLocally(flow)).run : expectedIn(folder);
}

/** How many tasks of a case come one after another. */
function longest(id: string): number {
  const folder = folderOf(id);
  const tasks = folder === undefined ? [] : expectedIn(folder).tasks;
  const inputs = new Map(tasks.map((each) => [`${each.step}/${each.task}`, each.inputs]));
  const lengths = new Map<string, number>();
  const lengthTo = (task: string): number => {
    const known = lengths.get(task) ?? 1 + Math.max(0, ...(inputs.get(task) ?? []).map(lengthTo));
    lengths.set(task, known);
    return known;
  };
  return Math.max(0, ...[...inputs.keys()].map(lengthTo));
}
