import { setImmediate } from 'node:timers';
import { controlOf } from '../navigate/after.ts';
import type { LoadedFlow } from '../package/load.ts';
import type { Plan } from '../plan.ts';
import { CONTRACT_VERSION } from '../protocol.ts';
import { SyncBlobs, type Blobs } from '../store/blobs.ts';
import { FORMAT, type ResultRecord } from '../store/records.ts';
import type { SyncStore } from '../store/store.ts';
import type { Task } from '../task.ts';
import { ResultsOrLost } from './catch.ts';
import { prepareStep, prepareExitHandler, type Prepared } from './prepare.ts';
import type { Answer, TaskOrder } from './order.ts';
import { putExit, putResult } from './put-result.ts';
import { Refused } from './refused.ts';
import { checkGraph } from './run-record.ts';
import { TaskFiles } from './stored-file.ts';

// One attempt from inside, in the worker's process: whether there is anything to do, what the task receives, the step itself, and its one result.

export interface Running {
  readonly order: TaskOrder;
  readonly flow: LoadedFlow;
  readonly store: SyncStore;
  /** The step has ended and its result is about to be put: from here on only the datastore decides. */
  readonly onCommit: () => void;
}

/** @throws What the step throws, and Refused where trying again cannot help. */
export async function runTask(running: Running): Promise<Answer> {
  const { order, flow, store } = running;
  const { record, step, frames } = order;
  if (order.contract !== CONTRACT_VERSION) {
    throw new Refused(
      `this worker knows version ${CONTRACT_VERSION} of the contract, and the task is ordered in version ${order.contract}`,
    );
  }
  checkGraph(record, flow.plan);
  const task: Task = { step, frames };
  const results = new ResultsOrLost({ store, record, plan: flow.plan, code: { id: order.code } });
  const done = await results.own(task);
  if (done !== undefined) {
    // Whoever won may have ended before it wrote what goes with its decision.
    if (order.exit === undefined) await putExit(store, record, flow.plan, task, done.control);
    return { kind: 'done', control: done.control, superseded: true };
  }
  const { navigator } = results;
  const blobs = new SyncBlobs(store);
  const files = new TaskFiles(blobs, `${order.tempDir}/files`);
  try {
    const at = { order, flow, store, task, results, navigator, blobs, files };
    const prepared = order.exit === undefined ? await prepareStep(at) : await prepareExitHandler(at, order.exit);
    await call(prepared, step);
    // What failed beside the step's own promise is told of by now, whether or not there is anything to store.
    await new Promise((resolve) => setImmediate(resolve));
    return await commit(running, task, prepared, blobs, files);
  } finally {
    flow.setTask(undefined);
    files.close();
  }
}

async function call({ object, argument }: Prepared, step: string): Promise<void> {
  const method: unknown = Reflect.get(object, step);
  if (typeof method !== 'function')
    throw new Refused(`the flow's code has no method \`${step}\`: it was packed from another source`);
  await Reflect.apply(method, object, argument === undefined ? [] : [argument.value]);
}

/** Stores what the step left, then the result. An exit handler leaves nothing: its result says that it has run. */
async function commit(
  { order, flow, store, onCommit }: Running,
  task: Task,
  prepared: Prepared,
  blobs: Blobs,
  files: TaskFiles,
): Promise<Answer> {
  const left =
    order.exit === undefined ? await leftBy(flow.plan, task, prepared, blobs, files) : { control: {}, artifacts: {} };
  onCommit();
  const readsParameters = prepared.readsParameters() ? ({ readsParameters: true } as const) : {};
  const result: ResultRecord = {
    format: FORMAT,
    attempt: order.attemptName,
    code: order.code,
    ...left,
    ...readsParameters,
  };
  const { won, control } = await putResult(store, order.record, flow.plan, task, result);
  return { kind: 'done', control, ...(won ? {} : { superseded: true }) };
}

async function leftBy(
  plan: Plan,
  task: Task,
  { fields, constants, next }: Prepared,
  blobs: Blobs,
  files: TaskFiles,
): Promise<Pick<ResultRecord, 'control' | 'artifacts' | 'elements'>> {
  const { way, elements } = next.close() ?? {};
  const control = controlOf(plan, task, way, elements?.count);
  await files.store();
  const where = `\`${plan.flow}\`, step \`${task.step}\``;
  constants.check(where);
  const saved = await fields.save(where);
  const error = plan.steps[task.step]?.settings.catchError;
  const artifacts = Object.fromEntries(Object.entries(saved).filter(([name]) => name !== error));
  if (elements === undefined) return { control, artifacts };
  try {
    const { sha256, size } = await blobs.put(elements, { plain: true });
    return {
      control,
      artifacts,
      elements: { sha256, size, ...(elements.files.length === 0 ? {} : { files: elements.files }) },
    };
  } finally {
    elements.dispose();
  }
}
