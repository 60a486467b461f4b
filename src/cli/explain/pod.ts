import type { Client } from '../../client/client.ts';
import { NotFound } from '../../client/errors.ts';
import { originOf } from '../../client/inputs.ts';
import { nameOf } from '../../client/pathspec.ts';
import { attemptOfPod, runsOfPod, type PodAttempt, type PodName } from '../../client/pods.ts';
import { readEnd } from '../../client/records.ts';
import { kebab } from '../../compiler/emit/names.ts';
import type { Plan } from '../../runtime/plan.ts';
import type { AttemptEnd } from '../../runtime/store/records.ts';
import { taskId } from '../../runtime/task.ts';
import type { Io } from '../io.ts';
import { errorText } from '../look/error-text.ts';
import { tableOf } from '../look/table.ts';
import { painter } from '../paint.ts';
import { grouped } from '../run/words.ts';
import type { Explanation } from './explanation.ts';
import { explainNames, type FlowName } from './flow-names.ts';

// A pod or a node of Argo's: the task that it ran, by the records in the datastore. A pod that left none, since it never came so far, still says by its name
// which template it was made from.

/** @param names - Of the flows whose files were named. @throws NotFound */
export async function explainPod(
  client: Client,
  word: string,
  names: readonly FlowName[],
  io: Io,
): Promise<Explanation> {
  const [first, ...others] = await runsOfPod(client, word);
  if (first === undefined) return withoutRun(client, word, names, io);
  if (first.hash === undefined) return ofWorkflow(first, io);
  let likely: PodName | undefined;
  for (const one of [first, ...others]) {
    const of = await stepsOf(one, names);
    const found = await attemptOfPod(one, of.called);
    if (found !== undefined) return ofAttempt(one, found, of, io);
    if (one.template === undefined || of.called !== undefined) likely ??= one;
  }
  likely ??= first;
  return withoutRecord(likely, word, await stepsOf(likely, names), io);
}

function ofWorkflow({ run, workflow }: PodName, io: Io): Explanation {
  return {
    text: `${painter(io.out)('heading', workflow)}: the workflow of the run ${nameOf(run)}\n  \`flowc show ${nameOf(run)}\` tells of it.\n`,
    data: { kind: 'workflow', workflow, ...run.id },
  };
}

/** What is known of the steps and exit handlers of a run. */
interface Steps {
  /** Those whose pods are called like this one; undefined where that cannot be told. */
  readonly called: readonly string[] | undefined;
  /** What its templates that are pods may be called, as far as that is known. */
  readonly templates: readonly string[];
  /** The names of its flow, where the file was named. */
  readonly names: readonly FlowName[];
  /** `flows/train.ts:24` */
  readonly sourceOf: (step: string) => string | undefined;
}

async function stepsOf({ run, template }: PodName, all: readonly FlowName[]): Promise<Steps> {
  const plan = await run.plan();
  const names = all.filter(({ flow }) => flow === run.id.flow);
  const step = names.find(({ name }) => name === template)?.step;
  const called = step === undefined ? namesIn(plan).filter((name) => kebab(name) === template) : [step];
  return {
    called: called.length === 0 ? undefined : called,
    templates: names.length === 0 ? namesIn(plan).map(kebab) : names.map(({ name }) => name),
    names,
    sourceOf: (name) =>
      names.find((one) => one.step === name)?.source ?? (plan?.steps[name] ?? plan?.exitHandlers[name])?.source,
  };
}

const namesIn = (plan: Plan | undefined): readonly string[] => [
  ...Object.keys(plan?.steps ?? {}),
  ...Object.keys(plan?.exitHandlers ?? {}),
];

async function ofAttempt(
  { run }: PodName,
  { entry: { task, done }, attempt, start }: PodAttempt,
  { sourceOf }: Steps,
  io: Io,
): Promise<Explanation> {
  const [end, origin] = await Promise.all([readEnd(run.store, run.id, task, attempt), originOf(run, task, 0)]);
  const foreach = origin?.foreach ?? [];
  const source = sourceOf(task.step);
  const pathspec = `${nameOf(run)}/${task.step}/${taskId(task)}`;
  const facts: readonly (readonly [string, string])[] = [
    ['flow', run.id.flow],
    ['run', run.id.run],
    ['step', source === undefined ? task.step : `${task.step}, ${source}`],
    ['task', taskId(task)],
    ...foreach.map(({ index, size, opener }): [string, string] => [
      'foreach',
      `index ${grouped(index)} of ${grouped(size)}, opened by ${opener.step}/${taskId(opener)}`,
    ]),
    ['attempt', `${attempt.number}, ${outcomeOf(end)}`],
    ['logs', `flowc logs ${pathspec}${attempt.number === 0 ? '' : ` --attempt ${attempt.number}`}`],
  ];
  const title = `${painter(io.out)('heading', start.pod ?? start.host)}: ${pathspec}\n`;
  // Of a task that came to its result later, the error is only in the log.
  const error = end?.error === undefined || done !== undefined ? '' : `\n${errorText(end.error, io)}`;
  return {
    text: `${title}${tableOf([{ title: '' }, { title: '' }], facts, io.out, 2)}${error}`,
    data: {
      kind: 'pod',
      pod: start.pod,
      ...run.id,
      step: task.step,
      source,
      task: taskId(task),
      foreach: foreach.map(({ step, index, size }) => ({ step, index, size })),
      attempt: attempt.number,
      outcome: end?.outcome,
      error: end?.error,
    },
  };
}

const outcomeOf = (end: AttemptEnd | undefined): string =>
  end === undefined ? 'no end' : `${end.outcome}${end.retry === true ? ', to be tried again' : ''}`;

/** Of a run that is there: the pod has not begun, or something failed before it could write. */
function withoutRecord(
  { run, template, workflow }: PodName,
  word: string,
  { called: [step] = [], templates, names, sourceOf }: Steps,
  io: Io,
): Explanation {
  // Only its file says what a template with a hash in its name is of.
  const mayBe = templates.length === 0 || (names.length === 0 && /-[0-9a-f]{8}$/.test(template ?? ''));
  if (template !== undefined && step === undefined && !mayBe) {
    const message = `\`${word}\` is called after a template \`${template}\`, which the flow of ${nameOf(run)} does not have`;
    const help = 'The file has changed since that run, perhaps, or it is of another workflow, which wrote nothing.';
    throw new NotFound(message, template, templates, help);
  }
  const source = step === undefined ? undefined : sourceOf(step);
  const lines =
    template === undefined
      ? [
          `a node of ${nameOf(run)}`,
          `  It is that of a DAG, or its pod left no record. \`argo get ${workflow}\` shows its name, and \`flowc explain NAME FILE\` what that stands for.`,
        ]
      : [
          `a pod of ${nameOf(run)}, made from the template \`${template}\``,
          ...(step === undefined ? [] : [`  the step \`${step}\`${source === undefined ? '' : `, ${source}`}`]),
          `  It left no record: it has not begun, or ended before it reached the datastore. \`kubectl logs ${word}\` and \`kubectl describe pod ${word}\` say why.`,
        ];
  return {
    text: `${painter(io.out)('heading', word)}: ${lines.join('\n')}\n`,
    data: { kind: 'pod', pod: word, ...run.id, template, step, source },
  };
}

/** The first pod of a run may have failed before there was a run. */
function withoutRun({ store }: Client, word: string, names: readonly FlowName[], io: Io): Explanation {
  const stem = word.replace(/-\d+$/, '');
  const ending = names.filter(({ step, name }) => step !== undefined && stem.endsWith(`-${name}`));
  // A workflow is mostly called after its flow. Where it is not, the step may be one of any.
  const ofFlow = ending.filter(({ flow }) => stem.includes(kebab(flow)));
  const likely = ofFlow.length === 0 ? ending : ofFlow;
  const [longest] = likely.toSorted((a, b) => b.name.length - a.name.length);
  const explained = longest && explainNames(longest.name, likely, io);
  if (explained === undefined)
    throw new NotFound(
      `no run in ${store.root} has a pod or node \`${word}\``,
      word,
      [],
      'Its name begins with that of its workflow, and so does the run id: `flowc runs` lists those. ' +
        (names.length === 0
          ? `Where the run wrote nothing, name the flow too, for what a pod's name itself tells: \`flowc explain ${word} flows/train.ts\`.`
          : 'No step of the flow is in this name either: `argo get` shows which template it is of, and `flowc explain TEMPLATE FILE` what that stands for.'),
    );
  const { text, data } = explained;
  const note = `no run in ${store.root} has such a pod: it left no record there`;
  return { text: `${painter(io.out)('heading', word)}: ${note}\n${text}`, data: { ...data, pod: word } };
}
