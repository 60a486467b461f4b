import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import type { Plan } from '../../../src/runtime/plan.ts';
import { exitCodes } from '../../../src/runtime/protocol.ts';
import { readTaskArguments, type TaskArguments } from '../../../src/runtime/shim/protocol-io.ts';
import { taskId } from '../../../src/runtime/task.ts';
import type { Started } from '../engine.ts';
import type { RecordedRun } from '../recorded-run.ts';
import type { TaskInstance } from './runner.ts';

// What Airflow started, written down by the program that it starts: a `flowc-task` of the test's own, in whose process the real one runs. And what Airflow says that it
// started, held against that: a state that Airflow shows and no process stands for is as wrong as a wrong artifact.

/** Where the program writes what it is started with and how it ends. */
const NOTES = 'FLOWC_TEST_STARTS';

/** The folder with the program, for the PATH. @param shim - The real one. */
export function writeProgram(folder: string, shim: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = `#!${execPath}
const { appendFileSync } = require('node:fs');
const { env, argv, hrtime, pid } = process;
const id = pid + ' ' + hrtime.bigint();
const note = (text) => appendFileSync(env.${NOTES}, JSON.stringify({ id, ...text }) + '\\n');
note({ args: argv.slice(2), env: Object.fromEntries(Object.entries(env).filter(([name]) => /^(AIRFLOW_CTX|FLOWC)_/.test(name))) });
process.on('exit', (code) => note({ code }));
require(${JSON.stringify(shim)});
`;
  writeFileSync(join(bin, 'flowc-task'), program);
  chmodSync(join(bin, 'flowc-task'), 0o755);
  return bin;
}

export const notesIn = (file: string): Readonly<Record<string, string>> => ({ [NOTES]: file });

export interface Start {
  /** The task of Airflow's, with the groups around it. */
  readonly airflow: string;
  readonly asked: TaskArguments;
  /** Undefined: it was killed. */
  readonly code?: number;
}

interface Note {
  readonly id: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code?: number;
}

/** All that was started, in its order. */
export function readStarts(file: string): readonly Start[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const notes = lines.map((line) => JSON.parse(line) as Note);
  const codes = new Map(notes.flatMap(({ id, code }) => (code === undefined ? [] : [[id, code] as const])));
  return notes.flatMap(({ id, args, env = {} }) => {
    if (args === undefined) return [];
    const code = codes.get(id);
    const asked = readTaskArguments(args, env);
    return [{ airflow: env['AIRFLOW_CTX_TASK_ID'] ?? '', asked, ...(code === undefined ? {} : { code }) }];
  });
}

/** Of a run that Airflow calls `run`, what was started. In a project the flow's own name for it has the DAG's in front. */
export const startsOf = (starts: readonly Start[], flow: string, run: string): readonly Start[] =>
  starts.filter(({ asked }) => asked.flow === flow && (asked.run === run || asked.run.endsWith(`.${run}`)));

/** Attempts of tasks. What was not taken is none; the tasks of a loop that one process runs whole are those that it has recorded. */
export function startedBy(starts: readonly Start[], plan: Plan, { tasks }: RecordedRun): readonly Started[] {
  const taken = starts.filter(({ code }) => code !== exitCodes.notTaken);
  const plain = taken.filter(({ asked }) => !asked.collapsed);
  const loops = new Set(taken.filter(({ asked }) => asked.collapsed).map(({ asked }) => asked.task.step));
  const inLoops = tasks.filter(({ step }) => [...loops].some((header) => isIn(plan, step, header)));
  return [
    ...plain.map(({ asked }) => ({ step: asked.task.step, task: taskId(asked.task), attempt: asked.attempt ?? 0 })),
    ...inLoops.flatMap(({ step, task, attempts }) => attempts.map((attempt) => ({ step, task, attempt }))),
  ];
}

/** Whether a step lies in the loop of a header, or in a body within it. */
function isIn({ steps }: Plan, step: string, header: string): boolean {
  for (let at: string | undefined = step; at !== undefined; at = steps[at]?.scope?.opener)
    if (steps[at]?.loops.includes(header) === true) return true;
  return false;
}

/** Whose tasks run the shim. */
const OPERATORS: readonly string[] = ['BashOperator', 'KubernetesPodOperator'];

/** Where the states that Airflow shows are not what was started: of each of its tasks, over all elements. */
export function contradictionsIn(instances: readonly TaskInstance[], starts: readonly Start[]): readonly string[] {
  const shims = instances.filter(({ operator }) => OPERATORS.includes(operator));
  const started = Map.groupBy(starts, ({ airflow }) => airflow);
  const shown = Map.groupBy(shims, ({ task }) => task);
  return [...new Set([...shown.keys(), ...started.keys()])].flatMap((task) => {
    const [seen, here] = [shown.get(task) ?? [], started.get(task) ?? []];
    const begun = seen.filter(({ tries }) => tries > 0);
    const compare = (what: string, airflow: number, processes: number): readonly string[] =>
      airflow === processes ? [] : [`${task}: Airflow shows ${airflow} ${what}, and ${processes} processes were so`];
    const ended = (code: number): number => here.filter((one) => one.code === code).length;
    const inState = (state: string): number => begun.filter((one) => one.state === state).length;
    const tries = begun.reduce((sum, one) => sum + one.tries, 0);
    return [
      ...compare('tries', tries, here.length),
      ...compare('that succeeded', inState('success'), ended(0)),
      ...compare('that were skipped when they ran', inState('skipped'), ended(exitCodes.notTaken)),
      ...compare(
        'that never ran and succeeded',
        seen.filter((one) => one.tries === 0 && one.state === 'success').length,
        0,
      ),
    ];
  });
}
