import { expect, test } from 'vitest';
import { contradictionsIn, jobsOf, startedBy } from './jobs.ts';
import type { Note } from './notes.ts';

const DATASTORE = 's3://datastore/flow-1';

/** A job's attempt as Batch notes it. */
const begun = (job: string, words: readonly string[], number = 1, datastore = DATASTORE): Note => ({
  kind: 'attempt',
  job,
  name: job,
  number,
  command: ['flowc-task', ...words],
  environment: {
    FLOWC_FLOW: 'F',
    FLOWC_RUN: 'r',
    FLOWC_ENGINE: 'e',
    FLOWC_PACKAGE: 'p',
    FLOWC_DATASTORE: datastore,
  },
});

const ended = (job: string, code: number, number = 1): Note => ({ kind: 'attempt-end', job, number, code, words: [] });

const told = (kind: 'submitted' | 'succeeded' | 'failed', job: string): Note => ({ kind, job });

const over = (job: string, status: 'SUCCEEDED' | 'FAILED'): Note => ({ kind: 'job-end', job, status });

test('what Batch started is told by attempts: those that the shim is told of, and those that it counts', () => {
  const notes = [
    begun('a', ['start']),
    begun('b', ['train', '--frames', '3', '--tries', '2']),
    begun('c', ['train', '--frames', '3', '--tries', '2']),
    begun('d', ['end']),
    begun('d', ['end'], 2),
    begun('other', ['start'], 1, 's3://datastore/flow-2'),
  ];
  expect(startedBy(jobsOf(notes, DATASTORE))).toEqual([
    { step: 'start', task: 'main', attempt: 0 },
    { step: 'train', task: '3', attempt: 0 },
    { step: 'train', task: '3', attempt: 1 },
    { step: 'end', task: 'main', attempt: 0 },
    { step: 'end', task: 'main', attempt: 0 },
  ]);
});

const contradictions = (...notes: readonly Note[]): readonly string[] => contradictionsIn(jobsOf(notes, DATASTORE));

test('nothing is to be said of jobs of which Step Functions says what they were', () => {
  const good = [
    begun('a', ['start']),
    told('submitted', 'a'),
    ended('a', 0),
    over('a', 'SUCCEEDED'),
    told('succeeded', 'a'),
  ];
  const bad = [begun('b', ['start']), told('submitted', 'b'), ended('b', 1), over('b', 'FAILED'), told('failed', 'b')];
  expect(contradictions(...good, ...bad)).toEqual([]);
});

test.each([
  ['a success of a job that failed', 'FAILED', ['submitted', 'succeeded']],
  ['a job that nobody submitted', 'SUCCEEDED', ['succeeded']],
  ['a job whose end is told twice', 'SUCCEEDED', ['submitted', 'succeeded', 'succeeded']],
  ['a job whose end is told to nobody', 'SUCCEEDED', ['submitted']],
] as const)('%s is a contradiction', (_, status, kinds) => {
  const notes = [begun('a', ['start']), over('a', status), ...kinds.map((kind) => told(kind, 'a'))];
  expect(contradictions(...notes)).toEqual([expect.stringContaining('start/main: Step Functions says of job a')]);
});
