import { encode } from '../codec/encode.ts';
import { controlOf } from '../navigate/after.ts';
import { Navigator } from '../navigate/navigator.ts';
import type { Plan } from '../plan.ts';
import { Blobs } from '../store/blobs.ts';
import { attemptsPrefix } from '../store/layout.ts';
import { FORMAT, type ErrorRecord, type ResultRecord, type RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { taskId, type Task } from '../task.ts';
import type { Failure, Outcome } from './order.ts';
import { putResult } from './put-result.ts';
import { Results } from './results.ts';
import { receivedBy } from './state.ts';

// `@catchError`: the result of a task whose last try failed. It holds what the task received and the error as plain data, and goes the step's one way on.
// It is written by the supervisor; where that died too, by the first task after it, which finds no result: the error then says "lost".

interface Failed {
  readonly store: Store;
  readonly record: RunRecord;
  readonly plan: Plan;
  readonly code: { readonly id: string };
  readonly task: Task;
  readonly attempt: number;
  readonly attemptName: string;
}

export async function writeCaught(failed: Failed, artifact: string, failure: Failure): Promise<Outcome> {
  const result = await caughtResult(failed, artifact, failure.error, new ResultsOrLost(failed));
  const { won, control } = await putResult(failed.store, failed.record, failed.plan, failed.task, result);
  return won ? { ...failure, kind: 'caught', control } : { kind: 'done', control, superseded: true };
}

async function caughtResult(
  { store, plan, code, task, attempt, attemptName }: Failed,
  artifact: string,
  error: ErrorRecord,
  results: ResultsOrLost,
): Promise<ResultRecord> {
  const { artifacts } = await receivedBy(results.navigator, results, plan, task);
  const ref = await new Blobs(store).put(encode({ ...error, attempt }, { refOf: () => undefined }));
  return {
    format: FORMAT,
    attempt: attemptName,
    code: code.id,
    control: controlOf(plan, task, plan.steps[task.step]?.ways[0]),
    artifacts: { ...artifacts, [artifact]: ref },
    caught: true,
  };
}

/**
 * Results of which none is missing where the step has `@catchError`: a task that ended without a word, as its whole pod did, is given its result here, by
 * whoever needs it; with `begun`, only one that has left word that it began.
 */
export class ResultsOrLost extends Results {
  /** Follows decisions through these results. */
  readonly navigator: Navigator;
  readonly #run: Pick<Failed, 'store' | 'record' | 'plan' | 'code'>;
  readonly #begun: boolean;

  constructor(run: Pick<Failed, 'store' | 'record' | 'plan' | 'code'>, { begun = false } = {}) {
    super(run.store, run.record);
    this.#run = run;
    this.#begun = begun;
    this.navigator = new Navigator(run.plan, this);
  }

  override async result(task: Task): Promise<ResultRecord | undefined> {
    const result = await super.result(task);
    const settings = this.#run.plan.steps[task.step]?.settings;
    if (result !== undefined || settings?.catchError === undefined) return result;
    if (this.#begun && !(await this.#hasBegun(task))) {
      // Where it is another's fault, that one is named.
      await receivedBy(this.navigator, this, this.#run.plan, task);
      return undefined;
    }
    const error = {
      name: 'lost',
      message: `the task \`${task.step}/${taskId(task)}\` ended without a word: its machine or container was lost`,
    };
    const failed = { ...this.#run, task, attempt: settings.retry?.times ?? 0, attemptName: 'lost' };
    const lost = await caughtResult(failed, settings.catchError, error, this);
    await putResult(this.#run.store, this.#run.record, this.#run.plan, task, lost);
    return super.result(task);
  }

  async #hasBegun(task: Task): Promise<boolean> {
    const { store, record } = this.#run;
    for await (const _ of store.list(attemptsPrefix(record, task))) return true;
    return false;
  }
}
