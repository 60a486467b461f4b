import { nameOf } from '../../client/pathspec.ts';
import { readEnd } from '../../client/records.ts';
import type { Run, RunStep, RunTask } from '../../client/run.ts';
import { dagOf, executionOf, workflowOf } from '../../client/workflow.ts';
import type { Json } from '../../runtime/json.ts';
import type { PlanParameter } from '../../runtime/plan.ts';
import type { AttemptEnd } from '../../runtime/store/records.ts';
import { taskId } from '../../runtime/task.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { counted, grouped } from '../run/words.ts';
import { errorText } from './error-text.ts';
import { runData, runTimes } from './runs-table.ts';
import { tableOf, type Cell } from './table.ts';
import { between, bytes, moment, shortName, stateOf, timesOf } from './words.ts';

// The page of a run: what it is, what failed, and how far its steps are.

const MOST_FAILURES = 3;

export async function runPage(run: Run, io: Io): Promise<string> {
  const { out } = io;
  const paint = painter(out);
  const [status, steps, times] = await Promise.all([run.status(), run.steps(), runTimes(run)]);
  const { tags, origins, parameters, engine, code } = run.record;
  const workflow = workflowOf(run.record);
  const dag = dagOf(run.record);
  const execution = executionOf(run.record);
  const facts: (readonly [string, string])[] = [
    ['started', moment(times.started)],
    ['took', between(times.started, times.ended)],
    ['engine', engine],
    ...(workflow === undefined ? [] : [['workflow', workflow] as const]),
    ...(dag === undefined ? [] : [['DAG', dag] as const]),
    ...(execution === undefined ? [] : [['execution', execution] as const]),
    ['code', code.slice(0, 12)],
  ];
  if (tags.length > 0) facts.push(['tags', tags.join(', ')]);
  if (origins.length > 0) facts.push(['resumes', origins.join(', ')]);
  const kinds = new Map((await run.plan())?.parameters.map(({ name, kind }) => [name, kind]));
  for (const [name, value] of Object.entries(parameters))
    facts.push(['parameter', `${name} = ${parameterText(value, kinds.get(name))}`]);
  const role = {
    succeeded: 'added',
    partial: 'added',
    running: 'help',
    unknown: 'frame',
    failed: 'error',
    interrupted: 'error',
  } as const;
  const parts = [
    `${paint('heading', nameOf(run))}  ${paint(role[status], status)}\n${tableOf([{ title: '' }, { title: '' }], facts, out, 2)}`,
    ...(await failures(run, steps, io)),
    tableOf(STEP_COLUMNS, steps.map(stepRow), out, 2),
  ];
  return parts.join('\n');
}

function parameterText(value: Json, kind: PlanParameter['kind'] | undefined): string {
  const file = kind === 'file' && typeof value === 'object' && value !== null && 'name' in value ? value : undefined;
  if (typeof file?.['name'] !== 'string') return JSON.stringify(value);
  return `${file['name']}, ${bytes(Number(file['size']))}`;
}

/** The tasks that failed, with their errors; where none did, what the engine says of the run. */
async function failures(run: Run, steps: readonly RunStep[], io: Io): Promise<readonly string[]> {
  const paint = painter(io.out);
  const failed = steps
    .flatMap(({ tasks }) => tasks)
    .filter(({ state }) => state === 'failed' || state === 'interrupted');
  const texts: string[] = [];
  for (const task of failed.slice(0, MOST_FAILURES)) {
    const end = await lastEnd(run, task);
    const why = end?.error === undefined ? `  ${endOf(end, task)}\n` : errorText(end.error, io, 4);
    texts.push(`  ${paint('error', shortName(task))} ${paint('error', end?.outcome ?? task.state)}\n${why}`);
  }
  if (failed.length > MOST_FAILURES)
    texts.push(`  and ${counted(failed.length - MOST_FAILURES, 'more task')} failed\n`);
  const failure = failed.length === 0 ? (await run.end())?.failure : undefined;
  return failure === undefined ? texts : [errorText(failure, io)];
}

const endOf = (end: AttemptEnd | undefined, { state }: RunTask): string =>
  end === undefined
    ? `${state}: it left no word`
    : `${end.outcome}${end.exitCode === undefined ? '' : `, exit code ${end.exitCode}`}`;

/** How the last attempt of a task ended. */
export async function lastEnd({ store }: Run, { run, task, entry }: RunTask): Promise<AttemptEnd | undefined> {
  const last = entry.attempts.at(-1);
  return last && readEnd(store, run, task, last);
}

const STEP_COLUMNS = [
  { title: 'step', key: true as const },
  { title: 'tasks', right: true as const },
  { title: 'state' },
  { title: 'started' },
  { title: 'took' },
];

function stepRow({ step, tasks }: RunStep): readonly Cell[] {
  const { started, ended } = spanOf(tasks);
  return [step, grouped(tasks.length), statesCell(tasks), moment(started), between(started, ended)];
}

/** `998 succeeded, 2 failed`, in the colour of the worst. */
export function statesCell(tasks: readonly RunTask[]): Cell {
  const counts = countStates(tasks);
  const text = Object.entries(counts)
    .map(([state, count]) => (tasks.length === 1 ? state : `${grouped(count)} ${state}`))
    .join(', ');
  if ('failed' in counts || 'interrupted' in counts) return { text, role: 'error' };
  if ('caught' in counts || 'waiting' in counts) return { text, role: 'warning' };
  return { text, role: 'running' in counts ? 'help' : 'added' };
}

export function countStates(tasks: readonly RunTask[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const task of tasks) counts[stateOf(task)] = (counts[stateOf(task)] ?? 0) + 1;
  return counts;
}

/** From the first start to the last end of what this run itself did; no end while one goes on. */
export function spanOf(tasks: readonly RunTask[]): {
  readonly started: Date | undefined;
  readonly ended: Date | undefined;
} {
  let [first, last] = [Infinity, -Infinity];
  for (const task of tasks) {
    if (task.reused) continue;
    const { started, ended } = timesOf(task);
    first = Math.min(first, started?.getTime() ?? Infinity);
    last = Math.max(last, ended?.getTime() ?? -Infinity);
  }
  const over = tasks.every(({ state }) => state !== 'running');
  return {
    started: first === Infinity ? undefined : new Date(first),
    ended: over && last > 0 ? new Date(last) : undefined,
  };
}

/** The page as data: steps with their counts, and every task that failed. */
export async function runPageData(run: Run): Promise<object> {
  const steps = await run.steps();
  const failed: object[] = [];
  for (const task of steps.flatMap(({ tasks }) => tasks)) {
    if (task.state !== 'failed' && task.state !== 'interrupted') continue;
    const end = await lastEnd(run, task);
    failed.push({
      step: task.task.step,
      task: taskId(task.task),
      outcome: end?.outcome ?? task.state,
      error: end?.error,
    });
  }
  return {
    ...(await runData(run)),
    parameters: run.record.parameters,
    code: run.record.code,
    failure: (await run.end())?.failure,
    failed,
    steps: steps.map(({ step, tasks }) => ({
      step,
      tasks: tasks.length,
      states: countStates(tasks),
      ...spanOf(tasks),
    })),
  };
}
