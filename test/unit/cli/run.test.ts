import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildShim } from '../../../scripts/build.ts';
import { commands } from '../../../src/cli/commands.ts';
import { reservedFlags } from '../../../src/compiler/analyze/parameters/flag-name.ts';
import type { StopSignal } from '../../../src/cli/io.ts';
import { flowc, projectWith, put, type Ran } from './run.ts';

// `flowc run` and `flowc resume`, with real runs of small flows: the command in this process, its tasks in theirs.

const repository = fileURLToPath(new URL('../../..', import.meta.url));
let built: string;
let shim: string;

beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'flowc-shim-'));
  shim = await buildShim(built);
});

afterAll(() => rmSync(built, { recursive: true, force: true }));

const sum = `import { FlowSpec, step, parameter, file, type FileArtifact, type Inputs } from 'flowc';
import { readFileSync } from 'node:fs';

/** Sums squares. */
export class SumFlow extends FlowSpec {
  readonly count = parameter.integer({ default: 3, min: 0, help: 'how many' });
  readonly scale = parameter.number({ default: 1 });
  readonly failing = parameter.integer({ default: -1, help: 'the one that fails' });
  readonly notes = parameter.file({ required: false });

  square!: number;
  total!: number;
  text?: string;

  @step
  start() {
    this.next(this.work, { foreach: Array.from({ length: this.count }, (_, index) => index) });
  }

  @step
  work(index: number) {
    console.log('squaring', index);
    if (index === this.failing) throw new RangeError('cannot square ' + index);
    this.square = index * index;
    this.next(this.join);
  }

  @step
  async join(inputs: Inputs<SumFlow>) {
    this.total = inputs.reduce((total, { square }) => total + square, 0) * this.scale;
    if (this.notes) this.text = readFileSync(await this.notes.path(), 'utf8');
    this.next(this.end);
  }

  @step
  end() {}
}
`;

function project(files: Readonly<Record<string, string>> = { 'flows/sum.ts': sum }): string {
  const root = projectWith(files);
  put(root, { 'node_modules/.keep': '' });
  symlinkSync(repository, join(root, 'node_modules/flowc'), 'dir');
  return root;
}

const run = (cwd: string, argv: readonly string[], with_: Parameters<typeof flowc>[2] = {}): Promise<Ran> =>
  flowc(cwd, argv, { env: { PATH: process.env['PATH'] }, shim, ...with_ });

interface Line {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** The events of a run, and its summary. */
async function events(
  cwd: string,
  argv: readonly string[],
): Promise<{ readonly code: number; readonly lines: Line[] }> {
  const { code, out } = await run(cwd, [...argv, '--reporter', 'json']);
  return {
    code,
    lines: out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line),
  };
}

describe('flowc run', () => {
  test('says id, lines of tasks and results on stdout, and how it gets on on stderr', async () => {
    const root = project();
    const { code, out, err } = await run(root, [
      'run',
      'flows/sum.ts',
      '--scale',
      '10',
      '--run-id',
      'first',
      '--max-workers',
      '1',
    ]);
    expect([
      code,
      err
        .replaceAll(/\d+\.\d s/g, 'N s')
        .trimEnd()
        .split('\n'),
    ]).toEqual([
      0,
      [
        'start done in N s',
        'work/0 done in N s',
        'work/1 done in N s',
        'work/2 done in N s',
        'join done in N s',
        'end done in N s',
      ],
    ]);
    expect(out.replace(/\d+\.\d s/, 'N s')).toBe(`SumFlow/first
work/0 │ squaring 0
work/1 │ squaring 1
work/2 │ squaring 2

SumFlow/first succeeded in N s: 6 tasks
  total = 50

  flowc show SumFlow/first                # its steps and tasks
  flowc get SumFlow/first/end/main/total  # the whole of a result
`);
  });

  test('makes the datastore beside package.json, out of sight of git', async () => {
    const root = project();
    const { code } = await run(join(root, 'flows'), ['run', 'sum.ts', '--count', '0']);
    expect(code).toBe(0);
    expect(readFileSync(join(root, '.flowc/.gitignore'), 'utf8')).toBe('*\n');
    expect(readdirSync(join(root, '.flowc/runs/SumFlow'))[0]).toMatch(/^\d{8}-\d{6}-[a-z2-9]{4}$/);
  });

  test('tells programs every event and a summary, one object a line', async () => {
    const { code, lines } = await events(project(), ['run', 'flows/sum.ts', '--count', '1']);
    expect([code, lines.map(({ kind }) => kind)]).toEqual([
      0,
      [
        'run-started',
        ...['task-started', 'task-finished', 'group-opened'],
        ...['task-started', 'task-finished', 'task-started', 'task-finished', 'task-started', 'task-finished'],
        ...['run-finished', 'summary'],
      ],
    ]);
    expect(lines.at(-1)).toMatchObject({
      status: 'succeeded',
      tasks: 4,
      artifacts: { total: { size: expect.any(Number) } },
    });
  });

  test('stores a file parameter when the run starts', async () => {
    const root = project();
    put(root, { 'notes.txt': 'remember' });
    const { out } = await run(root, ['run', 'flows/sum.ts', '--notes', 'notes.txt']);
    expect(out).toContain("text  = 'remember'");
    expect((await run(root, ['show', 'latest'])).out).toContain('  notes = notes.txt, 8 B\n');
  });

  test('shows why it failed, at the line of the flow, and how to go on', async () => {
    const { code, out } = await run(project(), ['run', 'flows/sum.ts', '--failing', '1', '--run-id', 'bad']);
    expect(code).toBe(1);
    expect(out).toContain('✗ work/1 failed after ');
    expect(out).toContain('SumFlow/bad failed at work/1 in ');
    expect(out).toContain('error: RangeError: cannot square 1\n  --> flows/sum.ts:23:39');
    expect(out).toContain('  flowc logs SumFlow/bad/work/1  # what it printed\n  flowc resume SumFlow/bad ');
  });

  test('says all that is wrong with parameters at once, and starts nothing', async () => {
    const root = project({ 'flows/sum.ts': sum.replace('{ default: 1 }', '') });
    const { code, out, err } = await run(root, [
      'run',
      'flows/sum.ts',
      '--count',
      '-1',
      '--faling',
      '3',
      '--notes',
      'gone.txt',
    ]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('`--faling` is no option of flowc and no parameter of the flow; did you mean `--failing`?');
    expect(err).toContain('`--count` has to be at least 0, and is `-1`');
    expect(err).toContain('`--scale` has no default and has to be given');
    expect(err).toContain('--scale N  (number, required)');
    expect(err).toContain('gone.txt`, which is not there');
    expect(existsSync(join(root, '.flowc')), 'a datastore was made').toBe(false);
  });

  test('takes no text for a value where JSON is wanted', async () => {
    const root = project({
      'flows/sum.ts': sum.replace('scale = parameter.number(', 'scale = parameter.json<number>('),
    });
    const { code, err } = await run(root, ['run', 'flows/sum.ts', '--scale', '{a:1}', '--count']);
    expect(code).toBe(2);
    expect(err).toContain('`--scale` has to be JSON, and is `{a:1}`');
    expect(err).toContain('`--count` needs a value: `--count N`');
  });

  test('says of a flag without its value nothing else', async () => {
    const root = project({ 'flows/sum.ts': sum.replace('{ default: 1 }', '') });
    const { err } = await run(root, ['run', 'flows/sum.ts', '--scale']);
    expect(err).toMatch(/^error: `--scale` needs a value: `--scale N`\n(?!.*has to be given)/);
  });

  test('shows the parameters of a flow in its help', async () => {
    const { code, out } = await run(project(), ['run', 'flows/sum.ts', '--help'], { width: 80 });
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: flowc run FILE/);
    expect(out).toContain('SumFlow\nSums squares.');
    expect(out).toContain('--count N     how many (integer from 0, default 3)');
    expect(out).toContain('--notes PATH  (file, optional)');
  });

  test.each([
    [['run'], 'no flow to run'],
    [['run', 'flows/sum.ts', 'flows/b.ts'], 'one flow at a time'],
    [
      ['run', 'flows/sum.ts', '--only', 'wrok'],
      '`--only` names `wrok`, which is no step of the flow; did you mean `work`?',
    ],
    [['run', 'flows/sum.ts', '--max-workers', '0'], '`--max-workers` cannot be `0`'],
    [['run', 'flows/sum.ts', '--run-id', '../x'], '`--run-id` cannot be `../x`'],
    [['run', 'flows/sum.ts', '--run-id', 'latest'], '`--run-id` cannot be `latest`'],
    [['run', 'flows/sum.ts', '--only', 'x'], 'Its steps: `start`, `work`, `join`, `end`.'],
    [['resume', 'a', 'b'], 'one run at a time can be resumed'],
    [['resume'], 'there is no run to resume'],
    [['resume', 'flows/sum.ts', '--from', 'start'], 'there is no run of `SumFlow` to resume'],
  ])('%j is refused with the way out', async (argv, says) => {
    const { code, out, err } = await run(project(), argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
  });

  test('refuses a run id that is taken', async () => {
    const root = project();
    await run(root, ['run', 'flows/sum.ts', '--count', '0', '--run-id', 'once']);
    const { code, err } = await run(root, ['run', 'flows/sum.ts', '--count', '0', '--run-id', 'once']);
    expect(code).toBe(2);
    expect(err).toContain('there is a run `SumFlow/once` already');
  });

  test('runs no flow with errors', async () => {
    const root = project({ 'flows/sum.ts': sum.replace('this.next(this.end);', '') });
    const { code, out, err } = await run(root, ['run', 'flows/sum.ts']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('--> flows/sum.ts:');
  });

  test('runs no more than it is asked to', async () => {
    const { code, out } = await run(project(), ['run', 'flows/sum.ts', '--only', 'work', '--run-id', 'part']);
    expect(code).toBe(0);
    expect(out).toContain('SumFlow/part ran as far as it was asked to in ');
    expect(out).toContain(': 4 tasks');
  });

  test('draws on a terminal, and leaves the last state standing', async () => {
    const { out, err } = await run(project(), ['run', 'flows/sum.ts'], { interactive: true, width: 60 });
    expect(out).not.toContain('\x1b');
    const last = err.split('\x1b[0J').at(-1) ?? '';
    expect(last).toMatch(/^✓ start +1 +\d.\d s\n✓ work +3\/3 +\d.\d s\n✓ join +1 .*\n✓ end +1 .*\n$/);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('stops by %s with exit code %i, and is gone on with', async (signal, expected) => {
    const endless = sum.replace(
      'this.total =',
      "if (!process.env['GO']) await new Promise((resolve) => setTimeout(resolve, 60_000));\n    this.total =",
    );
    const root = project({ 'flows/sum.ts': endless });
    let stop: (signal: StopSignal) => void = () => {};
    const onStop = (listener: (signal: StopSignal) => void): (() => void) => {
      stop = listener;
      return () => {};
    };
    const running = run(root, ['run', 'flows/sum.ts'], { onStop });
    await until(() => existsSync(join(root, '.flowc/runs/SumFlow')) && globbed(root, 'join').length > 0);
    stop(signal);
    const { code, out, err } = await running;
    expect(code).toBe(expected);
    expect(err).toContain('stopping: ');
    expect(out).toMatch(/was interrupted in .*: 4 tasks done\n\n {2}flowc resume SumFlow\//);
    const resumed = await run(root, ['resume'], { env: { PATH: process.env['PATH'], GO: '1' } });
    expect(resumed.out).toContain(': 6 tasks, 4 reused');
  });
});

const globbed = (root: string, step: string): readonly string[] =>
  readdirSync(join(root, '.flowc/runs/SumFlow')).filter((id) =>
    existsSync(join(root, '.flowc/runs/SumFlow', id, 'tasks', step)),
  );

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test.each(['run', 'resume', 'trigger'] as const)('no parameter of a flow can hide a flag of flowc %s', async (name) => {
  const { options } = await commands[name].load();
  const free = Object.keys(options).filter((flag) => !reservedFlags.has(flag));
  expect(free, 'add them to reservedFlags').toEqual([]);
});

describe('flowc resume', () => {
  test('goes on from where the latest run failed, with mended code and the same parameters', async () => {
    const root = project();
    await run(root, ['run', 'flows/sum.ts', '--failing', '2', '--run-id', 'bad', '--scale', '3', '--max-workers', '1']);
    put(root, { 'flows/sum.ts': sum.replace('index === this.failing', 'false') });
    const { code, out } = await run(join(root, 'flows'), ['resume', '--run-id', 'good']);
    expect(code).toBe(0);
    expect(out).toMatch(/^SumFlow\/good, which resumes SumFlow\/bad\nwork\/2 │ squaring 2\n/);
    expect(out).toContain(': 6 tasks, 3 reused\n  total = 15\n');
  });

  test('tells a parameter that is given anew, and runs again what reads it', async () => {
    const root = project();
    await run(root, ['run', 'flows/sum.ts', '--run-id', 'first']);
    const { lines } = await events(root, ['resume', 'fir', '--scale', '4', '--from', 'end']);
    const started = lines.filter(({ kind }) => kind === 'task-started').map(({ step }) => step);
    expect(started).toEqual(['join', 'end']);
    const { out } = await run(root, ['resume', 'SumFlow/first', 'flows/sum.ts', '--scale', '5']);
    expect(out).toContain('parameter scale: 5, was 1\n');
    expect(out).toContain('  total = 25\n');
  });

  test('names the datastore in what to type next where this one did', async () => {
    const root = project();
    const { out } = await run(root, [
      'run',
      'flows/sum.ts',
      '--datastore',
      'store',
      '--failing',
      '0',
      '--run-id',
      'bad',
    ]);
    expect(out).toContain('flowc resume SumFlow/bad --datastore store ');
    expect(existsSync(join(root, 'store/.gitignore'))).toBe(false);
    expect((await run(root, ['resume', '--datastore', 'store', '--failing', '9'])).code).toBe(0);
  });

  test('says so where nothing ever ran', async () => {
    const { code, err } = await run(project(), ['resume']);
    expect([code, err]).toEqual([2, expect.stringContaining('Run the flow first')]);
  });

  test('says that all is well where every run succeeded', async () => {
    const root = project();
    await run(root, ['run', 'flows/sum.ts', '--count', '0']);
    const { code, err } = await run(root, ['resume']);
    expect(code).toBe(2);
    expect(err).toContain('Every run that is over succeeded');
  });

  test('does not go on again with what was resumed to success', async () => {
    const root = project();
    await run(root, ['run', 'flows/sum.ts', '--failing', '1', '--run-id', 'bad']);
    expect((await run(root, ['resume', '--failing', '9'])).code).toBe(0);
    const { code, err } = await run(root, ['resume']);
    expect([code, err.split('\n')[0]]).toEqual([2, expect.stringContaining('there is no run to resume in ')]);
  });
});
