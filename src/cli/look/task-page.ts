import type { Artifact } from '../../client/artifact.ts';
import { artifactsOf } from '../../client/artifacts-of.ts';
import { NotFound } from '../../client/errors.ts';
import { originOf, type Origin } from '../../client/inputs.ts';
import { listed, nameOf } from '../../client/pathspec.ts';
import { readEnd, readResult, readStart } from '../../client/records.ts';
import type { Run, RunTask } from '../../client/run.ts';
import type { AttemptEntry } from '../../client/run-index.ts';
import { SIDE_BY_SIDE } from '../../runtime/shim/bounded.ts';
import { ahead } from '../../runtime/store/chunks.ts';
import type { AttemptEnd, AttemptStart } from '../../runtime/store/records.ts';
import { taskId, type Control } from '../../runtime/task.ts';
import type { Io, Output } from '../io.ts';
import { painter } from '../paint.ts';
import { grouped } from '../run/words.ts';
import { describe } from './describe.ts';
import { errorText } from './error-text.ts';
import { tableOf, type Cell } from './table.ts';
import { between, bytes, moment, shortName, stateCell, stateOf } from './words.ts';

// The page of a task: what it came to, what went wrong, where it comes from, and what it left. Here the records themselves are read.

const MOST_INPUTS = 10;

export async function taskPage(run: Run, task: RunTask, io: Io): Promise<string> {
  const { out } = io;
  const paint = painter(out);
  const [attempts, origin, result, artifacts] = await Promise.all([
    attemptsOf(run, task),
    originOf(run, task.task, MOST_INPUTS),
    readResult(run.store, task.run, task.task),
    artifactsOf(run, task),
  ]);
  const name = `${nameOf(run)}/${shortName(task)}`;
  const state = stateCell(stateOf(task));
  const title = `${paint('heading', name)}  ${typeof state === 'string' ? state : paint(state.role, state.text)}\n`;
  const facts = [...(await placeFacts(run, task)), ...originFacts(origin), ...controlFacts(result?.control)];
  const parts = [`${title}${tableOf(PLAIN, facts, out, 2)}`];
  if (attempts.length > 0) parts.push(tableOf(ATTEMPTS, attempts.map(attemptRow), out, 2));
  const error = attempts.at(-1)?.end?.error;
  if (error !== undefined) parts.push(errorText(error, io));
  const rows = await Array.fromAsync(ahead(artifacts, SIDE_BY_SIDE, artifactRow));
  if (rows.length > 0) parts.push(tableOf(ARTIFACTS, rows, out, 2));
  return parts.join('\n');
}

interface Attempt {
  readonly entry: AttemptEntry;
  readonly start: AttemptStart | undefined;
  readonly end: AttemptEnd | undefined;
}

async function attemptsOf({ store }: Run, { run, task, entry }: RunTask): Promise<readonly Attempt[]> {
  const read = async (attempt: AttemptEntry): Promise<Attempt> => {
    const [start, end] = await Promise.all([readStart(store, run, task, attempt), readEnd(store, run, task, attempt)]);
    return { entry: attempt, start, end };
  };
  return Array.fromAsync(ahead(entry.attempts, SIDE_BY_SIDE, read));
}

const PLAIN = [{ title: '' }, { title: '' }];

type Fact = readonly [string, string];

async function placeFacts(run: Run, task: RunTask): Promise<readonly Fact[]> {
  const plan = await run.plan();
  const step = plan?.steps[task.task.step] ?? plan?.exitHandlers[task.task.step];
  const facts: Fact[] = step === undefined ? [] : [['step', step.source]];
  if (task.reused) facts.push(['reused from', `${run.id.flow}/${task.run.run}/${shortName(task)}`]);
  return facts;
}

function originFacts(origin: Origin | undefined): readonly Fact[] {
  if (origin === undefined) return [];
  const facts: Fact[] = origin.foreach.map(({ opener, index, size }) => [
    'foreach',
    `index ${grouped(index)} of ${grouped(size)}, opened by ${opener.step}/${taskId(opener)}`,
  ]);
  const { inputs, count } = origin;
  if (count === 0) return facts;
  const names = inputs.map((input) => `${input.step}/${taskId(input)}`).join(', ');
  return [
    ...facts,
    [count === 1 ? 'input' : 'inputs', count > inputs.length ? `${names} … ${grouped(count)} in all` : names],
  ];
}

function controlFacts(control: Control | undefined): readonly Fact[] {
  const { next, count, again } = control ?? {};
  if (next === undefined) return [];
  const facts: Fact[] = [['next', again === undefined ? next : `${next}/${again}`]];
  return count === undefined ? facts : [...facts, ['elements', grouped(count)]];
}

const ATTEMPTS = [
  { title: 'attempt' },
  { title: 'outcome' },
  { title: 'started' },
  { title: 'took' },
  { title: 'exit' },
  { title: 'where' },
];

function attemptRow({ entry, start, end }: Attempt): readonly Cell[] {
  const started = start === undefined ? undefined : new Date(start.started);
  const outcome = end?.outcome ?? 'no end';
  const exit = end?.signal ?? (end?.exitCode === undefined ? '' : String(end.exitCode));
  return [
    String(entry.number),
    outcome === 'succeeded' || outcome === 'superseded'
      ? { text: outcome, role: 'added' }
      : { text: outcome, role: 'error' },
    moment(started),
    between(started, end === undefined ? undefined : new Date(end.ended)),
    exit,
    start === undefined ? '' : (start.pod ?? `${start.host}, process ${start.pid}`),
  ];
}

const ARTIFACTS = [
  { title: 'artifact', key: true as const },
  { title: 'kind' },
  { title: 'size', right: true as const },
  { title: 'value' },
];

async function artifactRow(artifact: Artifact): Promise<readonly Cell[]> {
  const { kind, value } = await describe(artifact);
  return [artifact.name, kind === 'damaged' ? { text: kind, role: 'error' } : kind, bytes(artifact.ref.size), value];
}

/** The page as data. */
export async function taskPageData(run: Run, task: RunTask): Promise<object> {
  const [attempts, origin, result, artifacts] = await Promise.all([
    attemptsOf(run, task),
    originOf(run, task.task, Infinity),
    readResult(run.store, task.run, task.task),
    artifactsOf(run, task),
  ]);
  return {
    flow: run.id.flow,
    run: run.id.run,
    step: task.task.step,
    task: taskId(task.task),
    state: stateOf(task),
    ...(task.reused ? { origin: task.run.run } : {}),
    foreach: origin?.foreach.map(({ step, index, size }) => ({ step, index, size })),
    inputs: origin?.inputs.map((input) => `${input.step}/${taskId(input)}`),
    control: result?.control,
    attempts: attempts.map(({ entry, start, end }) => ({ name: entry.name, number: entry.number, start, end })),
    artifacts: await Array.fromAsync(ahead(artifacts, SIDE_BY_SIDE, dataOf)),
  };
}

async function dataOf(artifact: Artifact): Promise<object> {
  return { name: artifact.name, ...artifact.ref, kind: (await describe(artifact)).kind };
}

export async function artifactPage(run: Run, task: RunTask, name: string, out: Output): Promise<string> {
  const artifact = await artifactNamed(run, task, name);
  const { kind, value } = await describe(artifact);
  const { sha256, size, files = [] } = artifact.ref;
  const facts = [
    ['kind', kind],
    ['size', bytes(size)],
    ['sha256', sha256],
    ...files.map((file) => ['file', file]),
    ['value', value],
  ];
  return `${painter(out)('heading', `${nameOf(run)}/${shortName(task)}/${name}`)}\n${tableOf(PLAIN, facts, out, 2)}`;
}

export const artifactData = async (run: Run, task: RunTask, name: string): Promise<object> =>
  dataOf(await artifactNamed(run, task, name));

async function artifactNamed(run: Run, task: RunTask, name: string): Promise<Artifact> {
  const artifacts = await artifactsOf(run, task);
  const found = artifacts.find((artifact) => artifact.name === name);
  if (found !== undefined) return found;
  const known = artifacts.map((artifact) => artifact.name);
  const help = known.length === 0 ? 'It has none.' : `It has ${listed(known)}.`;
  throw new NotFound(`\`${shortName(task)}\` has no artifact \`${name}\``, name, known, help);
}
