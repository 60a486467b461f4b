import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cases } from '../conformance/cases.ts';
import type { Engine, EngineRun } from './engine.ts';

// What cases of conformance came to on an engine, committed as records/<engine>.json, from which docs/conformance.md is made. Tests write them where
// UPDATE=1 is set. A record of another version of the engine holds no more.

export interface CaseRecord {
  /** Refused: flowc does not compile the flow for the engine, and says why. */
  readonly outcome: 'passed' | 'failed' | 'refused';
  /** `2026-11-21` */
  readonly date: string;
  /** Tasks recorded in the datastore. */
  readonly tasks?: number;
  /** What the engine started for them: attempts, for Argo pods. */
  readonly started?: number;
  /** From the submission to the end, among the cases that ran beside it. */
  readonly seconds?: number;
  /** Why it is refused, or why it is known to fail. */
  readonly reason?: string;
}

export interface EngineRecords {
  readonly title: string;
  readonly version: string;
  /** By the id of the case, in the order of the list. */
  readonly cases: Readonly<Record<string, CaseRecord>>;
}

export const isUpdating = process.env['UPDATE'] === '1';

const fileOf = (engine: string): string => fileURLToPath(new URL(`records/${engine}.json`, import.meta.url));

/** Undefined: nothing was ever run on the engine. */
export function readRecords(engine: string): EngineRecords | undefined {
  const file = fileOf(engine);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as EngineRecords) : undefined;
}

/** Adds to the records of an engine, where UPDATE=1 is set. Cases are of the list in conformance/cases.ts. */
export function record(engine: Pick<Engine, 'id' | 'title' | 'version'>, found: EngineRecords['cases']): void {
  if (!isUpdating) return;
  const { id, title, version } = engine;
  const before = readRecords(id);
  const all = { ...(before?.version === version ? before.cases : {}), ...found };
  const ordered = cases.flatMap(({ id: one }) => (all[one] === undefined ? [] : [[one, all[one]] as const]));
  const lines = ordered.map(([one, value]) => `    ${JSON.stringify(one)}: ${onOneLine(value)}`);
  const head = `  "title": ${JSON.stringify(title)},\n  "version": ${JSON.stringify(version)},\n`;
  writeFileSync(fileOf(id), `{\n${head}  "cases": {\n${lines.join(',\n')}\n  }\n}\n`);
}

const onOneLine = (value: object): string =>
  `{ ${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${JSON.stringify(one)}`)
    .join(', ')} }`;

export const today = (): string => new Date().toISOString().slice(0, 10);

/** The record of a run in which `differences` were found. @param reason - Why, where they are known. */
export function recordOf(
  { run, started, seconds, refused }: EngineRun,
  differences: readonly string[],
  reason?: string,
): CaseRecord {
  if (refused !== undefined) return { outcome: 'refused', date: today(), reason: refused };
  const passed = differences.length === 0;
  return {
    outcome: passed ? 'passed' : 'failed',
    date: today(),
    tasks: run.tasks.length,
    started: started.length,
    seconds: Math.round(seconds),
    ...(passed || reason === undefined ? {} : { reason }),
  };
}

/** The record of cases that have no flow of their own, at the end of the test that shows them. */
export const shown = (...ids: readonly string[]): EngineRecords['cases'] =>
  Object.fromEntries(ids.map((id) => [id, { outcome: 'passed', date: today() }]));
