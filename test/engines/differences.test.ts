import { expect, test } from 'vitest';
import { differencesOf, unmatchedStarts } from './differences.ts';
import type { RecordedRun, RecordedTask } from './recorded-run.ts';

// All that is said of engines rests on these two: each kind of difference is seen, and nothing else is.

const task = (step: string, given: Partial<RecordedTask> = {}): RecordedTask => ({
  ...{ step, task: 'main', state: 'succeeded', attempts: [0], inputs: [], artifacts: { x: 'aa' } },
  ...given,
});

const run = (...tasks: readonly RecordedTask[]): RecordedRun => ({ status: 'succeeded', tasks });

const expected = run(task('start'), task('end', { inputs: ['start/main'] }));
const other = (given: Partial<RecordedTask>): RecordedRun =>
  run(task('start'), task('end', { inputs: ['start/main'], ...given }));

test('a run is no different from itself', () => {
  expect(differencesOf(structuredClone(expected), expected, 'locally')).toEqual([]);
});

test.each<[what: string, left: RecordedRun, said: string]>([
  ['status', { ...expected, status: 'failed' }, 'the run failed, locally it succeeded'],
  ['task too many', run(...expected.tasks, task('more')), 'more/main ran, locally it did not'],
  ['task too few', run(task('start')), 'end/main did not run, locally it did'],
  ['order', run(...expected.tasks.toReversed()), 'the tasks stand in another order than locally'],
  ['state', other({ state: 'caught' }), 'end/main: is caught, locally succeeded'],
  ['attempt', other({ attempts: [0, 1] }), 'end/main: made the attempts 0, 1, locally 0'],
  ['input', other({ inputs: ['other/0'] }), 'end/main: received from other/0, locally start/main'],
  ['artifact', other({ artifacts: { x: 'bb' } }), 'end/main: `x` is bb, locally aa'],
  ['artifact too many', other({ artifacts: { x: 'aa', y: 'cc' } }), 'end/main: `y` is cc, locally nothing'],
  ['artifact too few', other({ artifacts: {} }), 'end/main: `x` is nothing, locally aa'],
])('another %s is told', (_, left, said) => {
  expect(differencesOf(left, expected, 'locally')).toEqual([said]);
});

test('what an engine started is one start for each attempt recorded', () => {
  const start = { step: 'start', task: 'main', attempt: 0 };
  const end = { ...start, step: 'end' };
  expect(unmatchedStarts([end, start], expected)).toEqual([]);
  expect(unmatchedStarts([start, start, { ...end, attempt: 1 }], expected)).toEqual([
    'start/main, attempt 0: the engine started it 2 times, recorded are 1',
    'end/main, attempt 1: the engine started it once, recorded are 0',
    'end/main, attempt 0: the engine started nothing, recorded are 1',
  ]);
});
