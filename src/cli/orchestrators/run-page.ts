import { textOf } from '../../orchestrators/find.ts';
import type { Orchestrator, RunReport, RunState, TaskReport, TaskState } from '../../orchestrators/orchestrator.ts';
import type { Arguments } from '../arguments.ts';
import { commandLines } from '../command-lines.ts';
import type { Io } from '../io.ts';
import { tableOf, type Cell } from '../look/table.ts';
import { between, moment } from '../look/words.ts';
import { painter } from '../paint.ts';
import { counted, grouped } from '../run/words.ts';
import { shellWord } from '../shell-word.ts';
import { whichConfig } from '../config/resolve.ts';
import { askLines } from './ask.ts';

// A run as its orchestrator has it: how far its steps are, what failed, and what to type next.

const ROLES = {
  succeeded: 'added',
  running: 'help',
  queued: 'warning',
  waiting: 'warning',
  failed: 'error',
  blocked: 'error',
  skipped: 'frame',
} as const satisfies Record<RunState | TaskState, string>;

const MOST_FAILURES = 3;

export function runPage(report: RunReport, orchestrator: Orchestrator, args: Arguments, io: Io): string {
  const { name, state, started, ended, url, tasks, notes } = report;
  const paint = painter(io.out);
  const facts: (readonly [string, string])[] = [
    ['started', moment(started)],
    ['took', between(started, ended)],
    ['page', url],
  ];
  const parts = [
    `${paint('heading', textOf(name))}  ${paint(ROLES[state], state)}\n${tableOf([{ title: '' }, { title: '' }], facts, io.out, 2)}`,
    ...notes.map((note) => `  ${paint('warning', note)}\n`),
    ...(tasks.length === 0 ? [] : [tableOf(COLUMNS, stepsOf(tasks).map(rowOf), io.out, 2)]),
    ...failures(tasks, io),
    ...next(report, orchestrator, args),
  ];
  return parts.join('\n');
}

/** The word of the orchestrator's where it says more. */
const wordOf = ({ state, said }: TaskReport): string => said ?? state;

const COLUMNS = [
  { title: 'step', key: true as const },
  { title: 'tasks', right: true as const },
  { title: 'state' },
  { title: 'started' },
  { title: 'took' },
];

type Step = readonly [step: string, tasks: readonly TaskReport[]];

/** In the order in which they began; what has not comes last. */
function stepsOf(tasks: readonly TaskReport[]): readonly Step[] {
  return [...Map.groupBy(tasks, ({ step }) => step)].toSorted(([, a], [, b]) => begun(a) - begun(b));
}

const begun = (tasks: readonly TaskReport[]): number =>
  Math.min(...tasks.map(({ state, started }) => (state === 'blocked' ? Infinity : (started?.getTime() ?? Infinity))));

function rowOf([step, tasks]: Step): readonly Cell[] {
  const first = begun(tasks);
  const last = Math.max(...tasks.map(({ ended }) => ended?.getTime() ?? Infinity));
  const started = Number.isFinite(first) ? new Date(first) : undefined;
  const ended = Number.isFinite(last) ? new Date(last) : undefined;
  const counts = countWords(tasks);
  const words = Object.entries(counts).map(([word, count]) =>
    tasks.length === 1 ? word : `${grouped(count)} ${word}`,
  );
  return [
    step,
    grouped(tasks.length),
    { text: words.join(', '), role: ROLES[worst(tasks)] },
    moment(started),
    between(started, ended),
  ];
}

export function countWords(tasks: readonly TaskReport[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const task of tasks) counts[wordOf(task)] = (counts[wordOf(task)] ?? 0) + 1;
  return counts;
}

const BY_WEIGHT: readonly TaskState[] = ['failed', 'blocked', 'running', 'waiting', 'succeeded'];

const worst = (tasks: readonly TaskReport[]): TaskState =>
  BY_WEIGHT.find((state) => tasks.some((task) => task.state === state)) ?? 'skipped';

const failedOf = (tasks: readonly TaskReport[]): readonly TaskReport[] =>
  tasks.filter(({ state }) => state === 'failed');

/** `train/3` */
export const labelOf = ({ step, id }: TaskReport): string => `${step}/${id}`;

function failures(tasks: readonly TaskReport[], { out }: Io): readonly string[] {
  const failed = failedOf(tasks);
  if (failed.length === 0) return [];
  const lines = failed
    .slice(0, MOST_FAILURES)
    .map(
      (task) => `  ${painter(out)('error', `${labelOf(task)} failed`)} after ${counted(task.attempts, 'attempt')}\n`,
    );
  if (failed.length > MOST_FAILURES) lines.push(`  and ${counted(failed.length - MOST_FAILURES, 'more task')}\n`);
  return [lines.join('')];
}

function next({ name, state, tasks }: RunReport, { id, title }: Orchestrator, args: Arguments): readonly string[] {
  if (state !== 'failed') return [];
  const [first] = failedOf(tasks);
  const pathspec = first === undefined ? textOf(name) : `${textOf(name)}/${labelOf(first)}`;
  const run = shellWord(name.run);
  return [
    `${askLines([[`flowc logs ${shellWord(pathspec)}`, `what ${title} has of it`]], id, args)}\n` +
      `${commandLines(
        [
          [`flowc show ${run}`, 'what it left in the datastore, with errors and their lines'],
          [`flowc resume ${run}`, 'goes on from there, on this machine'],
        ],
        args,
        Object.keys(whichConfig),
      )}\n`,
  ];
}

/** The page as data: steps with their counts, and every task that failed. */
export const runData = ({ name, tasks, ...report }: RunReport): object => ({
  ...name,
  ...report,
  steps: stepsOf(tasks).map(([step, its]) => ({ step, tasks: its.length, states: countWords(its) })),
  failed: failedOf(tasks).map(({ step, id: task, attempts, started, ended }) => ({
    step,
    task,
    attempts,
    started,
    ended,
  })),
});
