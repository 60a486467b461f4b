import { nameOf } from '../../client/pathspec.ts';
import type { Run, RunTask, TaskState } from '../../client/run.ts';
import { taskId } from '../../runtime/task.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { counted, duration, grouped } from '../run/words.ts';
import { countStates, lastEnd, spanOf, statesCell } from './run-page.ts';
import { tableOf, type Cell } from './table.ts';
import { between, moment, stateCell, stateOf, timesOf } from './words.ts';

// The page of a step: its tasks, those that failed first; of a wide one the first few, and what there is to say of all.

const MOST_ROWS = 40;

export async function stepPage(run: Run, step: string, { out }: Io): Promise<string> {
  const paint = painter(out);
  const [plan, tasks] = await Promise.all([run.plan(), run.tasks(step)]);
  const states = statesCell(tasks);
  const text = typeof states === 'string' ? states : paint(states.role, states.text);
  const { started, ended } = spanOf(tasks);
  const about = plan?.steps[step] ?? plan?.exitHandlers[step];
  const lines = [
    `${paint('heading', `${nameOf(run)}/${step}`)}  ${counted(tasks.length, 'task')}: ${text}`,
    ...(about === undefined ? [] : [`  ${about.source}`]),
    `  started ${moment(started)}, took ${between(started, ended)}${spread(tasks)}`,
  ];
  const shown = tasks.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_ROWS);
  const rows = await Promise.all(shown.map((task) => rowOf(run, task)));
  const more =
    tasks.length > shown.length
      ? `  and ${counted(tasks.length - shown.length, 'more task')}: --reporter json lists all\n`
      : '';
  return `${lines.join('\n')}\n\n${tableOf(COLUMNS, rows, out, 2)}${more}`;
}

/** What somebody looks for stands first; sorting is stable, so all else keeps its order. */
function rank({ state }: RunTask): number {
  const at = FIRST.indexOf(state);
  return at < 0 ? FIRST.length : at;
}

const FIRST: readonly TaskState[] = ['failed', 'interrupted', 'waiting', 'caught', 'running'];

/** How long the tasks took, from the shortest to the longest. */
function spread(tasks: readonly RunTask[]): string {
  const seconds = tasks
    .flatMap((task) => {
      const { started, ended } = timesOf(task);
      return started === undefined || ended === undefined
        ? []
        : [Math.max(0, ended.getTime() - started.getTime()) / 1000];
    })
    .toSorted((a, b) => a - b);
  const [least, half, most] = [seconds[0], seconds[seconds.length >> 1], seconds.at(-1)];
  if (seconds.length < 2 || least === undefined || half === undefined || most === undefined) return '';
  return `; a task ${duration(least)} to ${duration(most)}, half of them up to ${duration(half)}`;
}

const COLUMNS = [
  { title: 'task', key: true as const },
  { title: 'state' },
  { title: 'attempts', right: true as const },
  { title: 'started' },
  { title: 'took' },
  { title: '' },
];

async function rowOf(run: Run, task: RunTask): Promise<readonly Cell[]> {
  const { started, ended } = timesOf(task);
  const failed = task.state !== 'succeeded' && task.state !== 'running';
  const error = failed ? (await lastEnd(run, task))?.error : undefined;
  const remark = task.reused
    ? `from ${task.run.run}`
    : error === undefined
      ? ''
      : `${error.name}: ${error.message.split('\n', 1)[0]}`;
  return [
    taskId(task.task),
    stateCell(stateOf(task)),
    grouped(task.entry.attempts.length),
    moment(started),
    between(started, ended),
    remark,
  ];
}

/** The page as data: all tasks, by what the names of their objects say. */
export async function stepPageData(run: Run, step: string): Promise<object> {
  const tasks = await run.tasks(step);
  return {
    flow: run.id.flow,
    run: run.id.run,
    step,
    states: countStates(tasks),
    tasks: tasks.map((task) => ({
      task: taskId(task.task),
      state: stateOf(task),
      ...(task.reused ? { origin: task.run.run } : {}),
      attempts: task.entry.attempts.length,
      ...timesOf(task),
    })),
  };
}
