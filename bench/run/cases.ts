// `flowc run` beside `python flow.py run`, each with a datastore of its own on the local disk and two workers. The flows are in flows/, one
// text for each tool that says the same.
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  childEnvironment,
  flowcCli,
  folder,
  peersOf,
  type Case,
  type Contestant,
  type Figures,
  type Setting,
  type Tool,
} from '../contestant.ts';
import { flowcSource } from '../compile/flowc-source.ts';
import { metaflowSource } from '../compile/metaflow-source.ts';
import { chainOf, type Shape } from '../compile/shapes.ts';

interface Run {
  readonly name: string;
  readonly title: string;
  /** A file of flows/ without its extension, or a shape. */
  readonly flow: string | Shape;
  readonly parameters?: readonly string[];
  /** How many tasks a whole run has. */
  readonly tasks: number;
  /** `resume`: a run that fails in its last but one step comes before, and only what is missing is measured. */
  readonly command?: 'resume';
}

const WORKERS = ['--max-workers', '2'];

/** Metaflow refuses more than 100 elements unless it is told to take them. */
const MORE_SPLITS = ['--max-num-splits', '2000'];

const values = ['nothing', 'random', 'zeros', 'floats', 'objects'] as const;

const runs: readonly Run[] = [
  { name: 'run-hello', title: 'run 3 tasks', flow: chainOf(3), tasks: 3 },
  { name: 'run-row-50', title: 'run 50 steps in a row', flow: chainOf(50), tasks: 50 },
  { name: 'run-foreach-100', title: 'run a foreach of 100', flow: 'wide', parameters: ['--width', '100'], tasks: 103 },
  {
    name: 'run-foreach-1000',
    title: 'run a foreach of 1,000',
    flow: 'wide',
    parameters: ['--width', '1000'],
    tasks: 1003,
  },
  {
    name: 'resume-join',
    title: 'resume at the join of a foreach of 100',
    flow: 'wide',
    parameters: ['--width', '100'],
    tasks: 103,
    command: 'resume',
  },
  ...values.map((kind) => ({
    name: `value-${kind}`,
    title: `save and load ${titles()[kind]}`,
    flow: 'value',
    parameters: ['--kind', kind],
    tasks: 4,
  })),
];

function titles(): Readonly<Record<(typeof values)[number], string>> {
  return {
    nothing: 'a small number: what a hand-over costs by itself',
    random: '500 MB of random bytes',
    zeros: '500 MB of zeros',
    floats: '100 MB of float64',
    objects: 'a million small objects',
  };
}

export const runCases: readonly Case[] = runs.map((run) => ({
  name: run.name,
  title: run.title,
  tools: ['flowc', 'metaflow'],
  prepare: (tool, setting) => prepare(tool, run, setting),
}));

async function prepare(tool: Tool, run: Run, setting: Setting): Promise<Contestant> {
  const cwd = await folder(setting, `${run.name}-${tool}`);
  const file = await writeFlow(tool, run, cwd);
  const program = tool === 'flowc' ? [process.execPath, flowcCli] : [peersOf(setting), file];
  const command = (verb: 'run' | 'resume', failing: boolean) => ({
    argv: [
      ...program,
      verb,
      ...(tool === 'flowc' && verb === 'run' ? [file] : []),
      ...(verb === 'run' ? (run.parameters ?? []) : []),
      ...WORKERS,
      ...(tool === 'metaflow' ? MORE_SPLITS : []),
    ],
    cwd,
    env: {
      ...childEnvironment(setting),
      ...datastores,
      BENCH_STAMPS: stampsIn(cwd),
      ...(failing ? { BENCH_FAIL: '1' } : {}),
    },
  });
  const figures = () => figuresOf(cwd, run.tasks);
  if (run.command === undefined) return { tool, command: command('run', false), figures };
  return {
    tool,
    command: command('resume', false),
    before: { command: command('run', true), mayFail: true },
    figures,
  };
}

/** `out` is taken away before every turn. */
const datastores = { FLOWC_DATASTORE: 'out/store', METAFLOW_DATASTORE_SYSROOT_LOCAL: 'out/store' };
const stampsIn = (cwd: string): string => join(cwd, 'out', 'stamps');

async function writeFlow(tool: Tool, { flow }: Run, cwd: string): Promise<string> {
  const file = tool === 'flowc' ? 'flow.ts' : 'flow.py';
  if (typeof flow === 'string')
    await copyFile(join(import.meta.dirname, 'flows', flow + file.slice(4)), join(cwd, file));
  else await writeFile(join(cwd, file), tool === 'flowc' ? flowcSource(flow) : metaflowSource(flow));
  return file;
}

/** How many files each task left, and what the flow's own clock says of its values. */
async function figuresOf(cwd: string, tasks: number): Promise<Figures> {
  const store = join(cwd, 'out', 'store');
  const entries = await readdir(store, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return { 'files a task': files.length / tasks, 'stored MB': bytes / 1e6, ...(await stampFigures(cwd)) };
}

/** `made`, `held` and `read` are seconds of one clock: when the value was made, when the next step began without it, when the one after had it. */
async function stampFigures(cwd: string): Promise<Figures> {
  const text = await readFile(stampsIn(cwd), 'utf8').catch(() => '');
  const { made, held, read } = Object.fromEntries(text.split('\n').map((line) => line.split(' ')));
  if (made === undefined || held === undefined || read === undefined) return {};
  return { 'save ms': (Number(held) - Number(made)) * 1e3, 'load ms': (Number(read) - Number(held)) * 1e3 };
}
