import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boardLines } from '../../../../src/cli/run/board.ts';
import { Progress } from '../../../../src/cli/run/progress.ts';
import { lastLines, TaskLogs } from '../../../../src/cli/run/task-logs.ts';
import { duration, fit, grouped, tame } from '../../../../src/cli/run/words.ts';
import type { RunEvent } from '../../../../src/runtime/local/events.ts';
import type { Plan, PlanStep } from '../../../../src/runtime/plan.ts';
import { projectWith } from '../run.ts';

const step: PlanStep = {
  source: '',
  takes: 'nothing',
  loops: [],
  ways: [],
  needs: [],
  inputs: [],
  parameters: [],
  settings: {},
};
const body: PlanStep = { ...step, scope: { kind: 'foreach', opener: 'start', entry: 'train', join: 'pick' } };
const plan: Plan = {
  ...{ contract: 1, flow: 'F', file: 'f.ts', graph: '', parameters: [], artifacts: [], tags: [], exitHandlers: {} },
  steps: { start: step, train: body, pick: step },
};

const started = (of: string, task: string, at: number, attempt = 0): RunEvent => ({
  ...{ kind: 'task-started', at, step: of, task, attempt, log: '' },
});
const finished = (of: string, task: string, at: number): RunEvent => ({
  ...{ kind: 'task-finished', at, step: of, task, attempt: 0, seconds: 1, outcome: 'succeeded', log: '' },
});
const failed = (of: string, task: string, at: number, retryIn?: number): RunEvent => ({
  ...{ kind: 'task-failed', at, step: of, task, attempt: 0, seconds: 1, outcome: 'failed', log: '' },
  error: { name: 'Error', message: 'no' },
  ...(retryIn === undefined ? {} : { retryIn }),
});

function board(events: readonly RunEvent[], now: number, height = 24): readonly string[] {
  const progress = new Progress(plan);
  for (const event of events) progress.add(event);
  return boardLines(progress, now, { width: 80, height, paint: (_, text) => text });
}

const running: readonly RunEvent[] = [
  started('start', 'main', 0),
  finished('start', 'main', 100),
  { kind: 'group-opened', at: 100, step: 'train', count: 1200 },
  started('train', '0', 200),
  started('train', '1', 200),
  finished('train', '0', 1200),
  failed('train', '1', 1300, 30),
  started('train', '2', 1300),
  { kind: 'task-reused', at: 1300, step: 'train', task: '3', origin: 'r' },
];

describe('the board', () => {
  test('says of each step that has begun how many of how many are done', () => {
    expect(board(running, 3200)).toEqual([
      '✓ start          1      0.1 s',
      '● train    2/1,200      3.1 s  1 running, 1 to try again, 1 retried, 1 reused',
    ]);
  });

  test('counts a task that is tried again once', () => {
    const again = [
      ...running,
      started('train', '1', 4000, 1),
      finished('train', '1', 5000),
      finished('train', '2', 5000),
    ];
    expect(board(again, 5000).at(-1)).toBe('● train    4/1,200      4.9 s  1 retried, 1 reused');
  });

  test('marks a step that failed', () => {
    expect(board([started('pick', 'main', 0), failed('pick', 'main', 500)], 500)).toEqual([
      '✗ pick          0      0.5 s  1 failed',
    ]);
  });

  test('puts steps that are done in one line where there is no room for each', () => {
    expect(board([...running, started('pick', 'main', 3000)], 3000, 4)).toEqual([
      '✓ 1 step done',
      '● train    2/1,200      2.9 s  1 running, 1 to try again, 1 retried, 1 reused',
    ]);
  });
});

describe('the lines of tasks', () => {
  function logs(reuse = false) {
    const folder = projectWith({});
    const shown: string[] = [];
    const tails = new TaskLogs(({ task, line }) => {
      shown.push(`${task}: ${typeof line === 'string' ? line : `more of the ${line.more}`}`);
    }, reuse);
    const path = join(folder, 'tasks/log');
    mkdirSync(dirname(path));
    const write = (text: string | Buffer): void => appendFileSync(path, text);
    return { shown, tails, path, write };
  }

  test('are shown whole as they come, whatever the reads', () => {
    const { shown, tails, path, write } = logs();
    write('');
    tails.open('train', '3', path);
    const text = Buffer.from('a\nbä');
    write(text.subarray(0, -1));
    tails.poll();
    expect(shown).toEqual(['3: a']);
    write(text.subarray(-1));
    write('c\nlast');
    expect(tails.close('train', '3')).toBeUndefined();
    expect(shown).toEqual(['3: a', '3: bäc', '3: last']);
  });

  test('end after forty of a task', () => {
    const { shown, tails, path, write } = logs();
    write(`${'x\n'.repeat(40)}last\n`);
    tails.open('train', '0', path);
    expect(lastLines(path, 20, tails.close('train', '0'))).toEqual(['last']);
    expect(shown).toHaveLength(41);
    expect(shown.at(-1)).toBe('0: more of the task');
  });

  test('forty of a task and no more are all shown', () => {
    const { shown, tails, path, write } = logs();
    write('x\n'.repeat(40));
    tails.open('train', '0', path);
    expect(tails.close('train', '0')).toBeUndefined();
    expect(shown).toHaveLength(40);
  });

  test('end after four hundred of a step', () => {
    const { shown, tails, path, write } = logs();
    write('x\n'.repeat(30));
    for (let task = 0; task < 20; task++) {
      tails.open('train', String(task), path);
      tails.close('train', String(task));
    }
    expect(shown).toHaveLength(401);
    expect(shown.at(-1)).toBe('13: more of the step');
  });

  test('are cut where one is endless', () => {
    const { shown, tails, path, write } = logs();
    write('y'.repeat(1_000_000));
    tails.open('train', '0', path);
    tails.close('train', '0');
    expect(shown.map((line) => line.length)).toEqual([4003, 19]);
  });

  test('are those of the task alone where a process serves several', () => {
    const { shown, tails, path, write } = logs(true);
    write('first\n');
    tails.open('train', '0', path);
    tails.close('train', '0');
    tails.open('train', '1', path);
    write('second\n');
    tails.close('train', '1');
    expect(shown).toEqual(['0: first', '1: second']);
  });

  test('the last of a long log begin with a whole one', () => {
    const { path, write } = logs();
    write(Array.from({ length: 5000 }, (_, line) => `line ${line}\n`).join(''));
    expect(lastLines(path, 2)).toEqual(['line 4998', 'line 4999']);
    expect(lastLines(path, 100_000)[0]).toMatch(/^line \d+$/);
  });
});

describe('words', () => {
  test('are short and the same on every machine', () => {
    expect([0, 9.94, 9.96, 59.6, 60, 200, 3600, 7500].map(duration)).toEqual([
      ...['0.0 s', '9.9 s', '10 s', '1 min', '1 min', '3 min 20 s', '1 h', '2 h 5 min'],
    ]);
    expect([1, 999, 1000, 1234567].map(grouped)).toEqual(['1', '999', '1,000', '1,234,567']);
  });

  test('fit a width in columns', () => {
    expect(fit('abcdef', 6)).toBe('abcdef');
    expect(fit('abcdefg', 6)).toBe('abcde…');
    expect(fit('日本語', 5)).toBe('日本…');
  });

  test('move no cursor, and keep colours where they are wanted', () => {
    expect(tame('\x1b[31mred\x1b[2J', true)).toBe('\x1b[31mred␛[2J\x1b[0m');
    expect(tame('\x1b[31mred\x1b[0m', false)).toBe('red');
    expect(tame('10%\r50%\r100%\r', false)).toBe('100%');
    expect(tame('a\tb', false)).toBe('a    b');
  });
});
