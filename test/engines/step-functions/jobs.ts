import { readTaskArguments, type TaskArguments } from '../../../src/runtime/shim/protocol-io.ts';
import { taskId } from '../../../src/runtime/task.ts';
import type { Started } from '../engine.ts';
import type { Note } from './notes.ts';

// What Batch started of a run, and what Step Functions says of it, held against each other: what Step Functions shows and no job stands for is as wrong as a wrong artifact.

export interface Job {
  readonly id: string;
  readonly asked: TaskArguments;
  /** What Batch starts. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Of Batch's own. */
  readonly attempts: number;
  /** The exit codes of those that are over. */
  readonly codes: readonly number[];
  /** How it ended, as Batch says. */
  readonly status: 'SUCCEEDED' | 'FAILED' | undefined;
  /** What the shim has said to its log, and Batch of those that did not start. */
  readonly words: readonly string[];
  /** What Step Functions said of it, in its order. */
  readonly told: readonly ('submitted' | 'succeeded' | 'failed')[];
}

/** The jobs of one run, which has a datastore of its own, in the order in which they began. */
export function jobsOf(notes: readonly Note[], datastore: string): readonly Job[] {
  const of = Map.groupBy(notes, (note) => ('job' in note ? note.job : ''));
  return [...of].flatMap(([id, all]): Job[] => {
    const [first, ...more] = all.filter((note) => note.kind === 'attempt');
    if (first === undefined || first.environment['FLOWC_DATASTORE'] !== datastore) return [];
    return [
      {
        id,
        asked: readTaskArguments(first.command.slice(1), first.environment),
        command: first.command,
        environment: first.environment,
        attempts: 1 + more.length,
        codes: all.flatMap((note) => (note.kind === 'attempt-end' ? [note.code] : [])),
        status: all.find((note) => note.kind === 'job-end')?.status,
        words: all.flatMap((note) => (note.kind === 'attempt-end' ? note.words : [])),
        told: all.flatMap(({ kind }) =>
          kind === 'submitted' || kind === 'succeeded' || kind === 'failed' ? [kind] : [],
        ),
      },
    ];
  });
}

/** Attempts of tasks. Where only the shim knows which one it is, as many as began before. */
export function startedBy(jobs: readonly Job[]): readonly Started[] {
  const begun = new Map<string, number>();
  const each = jobs.flatMap(({ asked, attempts }) => Array.from({ length: attempts }, () => asked));
  return each.map(({ task: { step, frames }, attempt }) => {
    const task = taskId({ frames });
    const before = begun.get(`${step}/${task}`) ?? 0;
    begun.set(`${step}/${task}`, before + 1);
    return { step, task, attempt: attempt ?? before };
  });
}

/** Where what Step Functions says of a job is not what Batch did. */
export const contradictionsIn = (jobs: readonly Job[]): readonly string[] =>
  jobs.flatMap(({ id, asked, status, told }) => {
    const ended = { SUCCEEDED: 'succeeded', FAILED: 'failed', '': 'unended' }[status ?? ''];
    const expected = ['submitted', ended].join(', ');
    return told.join(', ') === expected
      ? []
      : [
          `${asked.task.step}/${taskId(asked.task)}: Step Functions says of job ${id} ${told.join(', ')}, and it was ${expected}`,
        ];
  });
