import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

// `npm run engine`, as a process, on the engine that is everywhere.

const program = fileURLToPath(new URL('main.ts', import.meta.url));

interface Answer {
  readonly code: number;
  readonly lines: readonly Record<string, unknown>[];
  readonly err: string;
}

/** Runs the command in a folder with these files. */
async function engine(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Answer> {
  const cwd = mkdtempSync(join(tmpdir(), 'flowc-engine-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd }, (error, out, err) => {
      const lines = out.split('\n').filter(Boolean);
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), err });
    });
  });
}

const flow = (members: string): string => `
import { FlowSpec, parameter, retry, step } from 'flowc';
export class Flow extends FlowSpec {
  ${members}
}
`;

const PLAIN = flow(`
  readonly rate = parameter.number({ default: 1 });
  twice!: number;
  @step start() { this.twice = this.rate * 2; this.next(this.end); }
  @step end() { console.log(this.twice); }`);

const FAILING = flow(`
  @retry({ times: 1, delay: '0s' })
  @step start() { if (1 + 1 === 2) throw new Error('never'); this.next(this.end); }
  @step end() {}`);

test('a line tells of each run: its tasks, attempts, inputs and hashes, and what the engine started', async () => {
  const { code, lines, err } = await engine({ 'a.ts': PLAIN, 'b.ts': PLAIN }, 'local', '*.ts', '--param', 'rate=2');
  expect(err).toContain('2 of 2 flows ended as expected on Local');
  expect(code).toBe(0);
  expect(lines.map((line) => line['flow']).toSorted()).toEqual(['a.ts#Flow', 'b.ts#Flow']);
  const artifacts = { twice: expect.stringMatching(/^[0-9a-f]{64}$/) as string };
  const task = { step: 'start', task: 'main', state: 'succeeded', attempts: [0], inputs: [], artifacts };
  for (const line of lines) {
    expect(line).toEqual({
      ...{ flow: expect.any(String) as string, engine: 'local', version: expect.stringContaining('flowc') as string },
      ...{ status: 'succeeded', seconds: expect.any(Number) as number, differences: [] },
      tasks: [task, { ...task, step: 'end', inputs: ['start/main'] }],
      started: ['start', 'end'].map((step) => ({ step, task: 'main', attempt: 0 })),
    });
  }
});

test('a run that fails is a difference, unless it is to fail', async () => {
  const failed = await engine({ 'flow.ts': FAILING }, 'local', 'flow.ts');
  expect(failed.code).toBe(1);
  expect(failed.lines).toMatchObject([
    {
      status: 'failed',
      message: 'start/main: never',
      tasks: [{ step: 'start', state: 'failed', attempts: [0, 1] }],
      differences: ['the run failed on the engine: start/main: never', 'the run failed locally: start/main: never'],
    },
  ]);
  const expected = await engine({ 'flow.ts': FAILING }, 'local', 'flow.ts', '--expect', 'failed');
  expect(expected.lines).toMatchObject([{ status: 'failed', differences: [] }]);
  expect(expected.code).toBe(0);
  expect((await engine({ 'flow.ts': PLAIN }, 'local', 'flow.ts', '--expect=failed')).code).toBe(1);
});

test('an artifact that is never the same is told', async () => {
  const random = PLAIN.replace('this.rate * 2', 'Math.random()');
  const { code, lines } = await engine({ 'flow.ts': random }, 'local', 'flow.ts');
  expect(code).toBe(1);
  expect(lines[0]?.['differences']).toContainEqual(expect.stringMatching(/^start\/main: `twice` is \w+, locally \w+$/));
});

test.each<[what: string, said: string, args: readonly string[]]>([
  ['an unknown engine', 'there is no engine `loca`', ['loca', 'flow.ts']],
  ['no flow', 'no flow is named', ['local']],
  ['no such file', 'there is no file `other.ts`', ['local', 'other.ts']],
  ['an error in a flow', 'FLOWC', ['local', 'wrong.ts']],
  [
    'a parameter that a flow lacks',
    'flow.ts#Flow: `--param size` is no parameter',
    ['local', 'flow.ts', '--param=size=1'],
  ],
  ['a wrong parameter', '`--param rate` has to be a number', ['local', 'flow.ts', '--param', 'rate=fast']],
  ['an unknown option', '--help', ['local', 'flow.ts', '--parm', 'rate=1']],
])('nothing runs where there is %s', async (_, said, args) => {
  const wrong = flow('@step start() { this.next(this.middle); } @step end() {}');
  const { code, lines, err } = await engine({ 'flow.ts': PLAIN, 'wrong.ts': wrong }, ...args);
  expect(err).toContain(said);
  expect(lines).toEqual([]);
  expect(code).toBe(2);
});
