import type { RunFailure } from '../../api/current.ts';
import type { Merge } from '../../api/flow-spec.ts';
import type { TaskContext } from '../../api/task-context.ts';
import type { Navigator, OpenForeach } from '../navigate/navigator.ts';
import type { LoadedFlow } from '../package/load.ts';
import type { Wanted } from '../plan.ts';
import type { SyncBlobs } from '../store/blobs.ts';
import type { Store } from '../store/store.ts';
import type { Task } from '../task.ts';
import { ArtifactFields } from './artifact-fields.ts';
import { Constants } from './constants.ts';
import { currentOf } from './current.ts';
import { readElementOf } from './element.ts';
import { hasSucceeded } from './ending.ts';
import { findFailure } from './failure.ts';
import { JoinInputs } from './join-inputs.ts';
import { mergeCall } from './merge-call.ts';
import { NextCall } from './next-call.ts';
import type { TaskOrder } from './order.ts';
import { ParameterInitialisers, parameterValues } from './parameter-values.ts';
import type { Results } from './results.ts';
import { receivedBy, type Received } from './state.ts';
import type { TaskFiles } from './stored-file.ts';

// Everything up to the moment at which the step's own code begins: the flow object, made by `new` like any other, with the artifacts that the task was given.

/** What an attempt has at hand. */
export interface At {
  readonly order: TaskOrder;
  readonly flow: LoadedFlow;
  readonly store: Store;
  readonly task: Task;
  readonly results: Results;
  readonly navigator: Navigator;
  readonly blobs: SyncBlobs;
  readonly files: TaskFiles;
}

/** A flow object whose method can be called. */
export interface Prepared {
  readonly object: object;
  readonly fields: ArtifactFields;
  readonly constants: Constants;
  readonly next: NextCall;
  /** Whether the code has looked at all parameters at once. */
  readonly readsParameters: () => boolean;
  /** What the method is called with. */
  readonly argument?: { readonly value: unknown };
}

/** An element of the innermost foreach. */
interface Element {
  readonly value: unknown;
  readonly index: number;
}

export async function prepareStep(at: At): Promise<Prepared> {
  const { task, flow, results, navigator, blobs, files } = at;
  const { plan } = flow;
  const step = plan.steps[task.step];
  const [received, surroundings] = await Promise.all([receivedBy(navigator, results, plan, task), surroundingsOf(at)]);
  const { element } = surroundings;
  const { setMerge, ...made } = construct(at, received, surroundings);
  const { inputs: table } = received;
  const inputs =
    table === undefined
      ? undefined
      : new JoinInputs({ table, flow: made.object, artifacts: plan.artifacts, blobs, files });
  if (inputs !== undefined && table !== undefined) {
    setMerge(
      mergeCall({
        step: task.step,
        artifacts: plan.artifacts,
        supplied: step?.supplied ?? [],
        fields: made.fields,
        inputs: inputs.array,
        table,
      }),
    );
  }
  await Promise.all([
    made.fields.receive(received.artifacts, step?.needs ?? 'all'),
    inputs?.fetch(step?.inputs ?? 'all'),
  ]);
  if (inputs !== undefined) return { ...made, argument: { value: inputs.array } };
  return {
    ...made,
    ...(step?.takes === 'element' && element !== undefined ? { argument: { value: element.value } } : {}),
  };
}

/** An exit handler sees, after a run that succeeded, what `end` left, and after another what failed. */
export async function prepareExitHandler(at: At, status: string): Promise<Prepared> {
  const { task, flow, store, order, results } = at;
  const succeeded = hasSucceeded(status);
  const end = succeeded ? await results.result({ step: 'end', frames: '' }) : undefined;
  const failure = succeeded ? undefined : await findFailure(store, order.record, flow.plan);
  const { setMerge: _, ...made } = construct(
    at,
    { artifacts: {} },
    { foreach: [], ...(failure === undefined ? {} : { failure }) },
  );
  const needs: Wanted = flow.plan.exitHandlers[task.step]?.needs ?? 'all';
  await made.fields.receive(end?.artifacts ?? {}, needs);
  return made;
}

interface Surroundings {
  readonly foreach: readonly OpenForeach[];
  readonly element?: Element;
  readonly failure?: RunFailure;
}

/** The foreaches that are open around a step, and its element of the innermost. */
async function surroundingsOf({ task, navigator, results, blobs, files }: At): Promise<Surroundings> {
  const foreach = await navigator.foreachOf(task);
  const innermost = foreach.at(-1);
  if (innermost === undefined) return { foreach };
  return { foreach, element: { value: await readElementOf(innermost, results, blobs, files), index: innermost.index } };
}

function construct(at: At, received: Received, { foreach, element, failure }: Surroundings) {
  const { order, flow, blobs, files } = at;
  const { plan } = flow;
  const { step, tempDir, record } = order;
  const parameters = parameterValues(plan, record.parameters, files);
  const initialisers = new ParameterInitialisers(plan, parameters);
  const next = new NextCall({ plan, step, files, spool: tempDir });
  let all = false;
  let merge: Merge = () => {
    throw new Error(`\`this.merge(…)\` in \`${step}\`: only a join has inputs to merge`);
  };
  const inForeach = (what: string): Element => {
    if (element === undefined)
      throw new Error(`\`${what}\` in \`${step}\`: only steps in the body of a foreach have an element`);
    return element;
  };
  const context: TaskContext = {
    next: next.next,
    get merge() {
      return merge;
    },
    get input() {
      return inForeach('this.input').value;
    },
    get index() {
      return inForeach('this.index').index;
    },
    current: currentOf({
      plan,
      order,
      parameters,
      foreach,
      onParameters: () => (all = true),
      ...(failure === undefined ? {} : { failure }),
    }),
    parameter: initialisers.read,
    file: files.file,
  };
  flow.setTask(context);
  const object = new flow.Flow();
  const constants = new Constants(object, plan);
  initialisers.protect(object);
  next.of(object);
  const fields = new ArtifactFields(object, plan.artifacts, blobs, files);
  fields.clear(received.first === true);
  const setMerge = (call: Merge): void => {
    merge = call;
  };
  return { object, fields, constants, next, setMerge, readsParameters: () => all };
}
