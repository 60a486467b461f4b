import type { Task } from '../runtime/task.ts';
import type { Client } from './client.ts';
import { NotFound } from './errors.ts';
import { framesOf, isTaskId } from './frames.ts';
import type { Run, RunTask } from './run.ts';
import { workflowIn } from './workflow.ts';

// What people call things: `Flow/run/step/task/artifact`, or less of it. A run may be called `latest`, or by the beginning or end of its id where no other has that; the
// flow may be left out before it. After a step, a word that is no task id is an artifact of its task `main`.

export type Found =
  | { readonly kind: 'flow'; readonly flow: string }
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'step'; readonly run: Run; readonly step: string }
  | { readonly kind: 'task'; readonly run: Run; readonly task: RunTask }
  | { readonly kind: 'artifact'; readonly run: Run; readonly task: RunTask; readonly artifact: string };

/** Throws NotFound, with what there is, for the first part that names nothing. */
export async function find(client: Client, pathspec: string): Promise<Found> {
  const parts = pathspec.replace(/\/$/, '').split('/');
  if (parts.some((part) => /^\.{0,2}$/.test(part))) throw noPathspec(pathspec);
  const { flow, run: runName, rest } = await headOf(client, parts);
  if (runName === undefined) return { kind: 'flow', flow };
  const run = await runOf(client, flow, runName);
  const [step, ...inStep] = rest;
  if (step === undefined) return { kind: 'run', run };
  const [first] = inStep;
  if (first === undefined) {
    if ((await run.tasks(step)).length === 0) throw await noStep(run, step);
    return { kind: 'step', run, step };
  }
  const [id, artifact, ...more] = isTaskId(first) ? inStep : ['main', ...inStep];
  if (more.length > 0) throw noPathspec(pathspec);
  const task = await taskOf(run, { step, frames: framesOf(id ?? 'main') }, id ?? 'main');
  return artifact === undefined ? { kind: 'task', run, task } : { kind: 'artifact', run, task, artifact };
}

/** The flow and the run's name. Where the first part is no flow, it names a run of whichever flow has such a one. */
async function headOf(
  client: Client,
  [first = '', ...rest]: readonly string[],
): Promise<{ readonly flow: string; readonly run: string | undefined; readonly rest: readonly string[] }> {
  const flows = await client.flows();
  if (flows.includes(first)) return { flow: first, run: rest[0], rest: rest.slice(1) };
  if (flows.length === 0) {
    throw new NotFound(
      `there are no runs in ${client.store.root}`,
      first,
      [],
      'Run a flow first (`flowc run flows/train.ts`), or name another datastore by `--datastore`.',
    );
  }
  if (first === 'latest') {
    const [newest] = await client.runs();
    if (newest !== undefined) return { flow: newest.id.flow, run: newest.id.run, rest };
  }
  const having: { flow: string; run: string }[] = [];
  for (const flow of flows) {
    for (const run of matching(await client.runIds(flow), first)) having.push({ flow, run });
  }
  const [only, other] = having;
  if (only !== undefined && other === undefined) return { ...only, rest };
  if (only !== undefined)
    throw severalRuns(
      first,
      having.map(({ flow, run }) => `${flow}/${run}`),
    );
  throw new NotFound(
    `there is no flow \`${first}\` in ${client.store.root}, and no run whose id begins or ends so`,
    first,
    flows,
    `Flows with runs: ${listed(flows)}.`,
  );
}

async function runOf(client: Client, flow: string, name: string): Promise<Run> {
  if (name === 'latest') {
    const [newest] = await client.runs(flow);
    if (newest !== undefined) return newest;
  }
  const ids = await client.runIds(flow);
  const found = matching(ids, name);
  if (found.length > 1) throw severalRuns(name, found);
  const run = found[0] === undefined ? undefined : await client.run({ flow, run: found[0] });
  if (run !== undefined) return run;
  const known = [...ids].toSorted().toReversed();
  throw new NotFound(
    `\`${flow}\` has no run \`${name}\``,
    name,
    known,
    `The run is an id, the beginning or end of one, or \`latest\`; there are ${listed(known)}.`,
  );
}

/** Those that a name means: the id itself, else the one of the workflow that Argo calls so, else all that begin or end so. */
function matching(ids: readonly string[], name: string): readonly string[] {
  if (name === '') return [];
  if (ids.includes(name)) return [name];
  const ofWorkflow = ids.filter((id) => workflowIn(id) === name);
  return ofWorkflow.length > 0 ? ofWorkflow : ids.filter((id) => id.startsWith(name) || id.endsWith(name));
}

const severalRuns = (name: string, having: readonly string[]): NotFound =>
  new NotFound(`\`${name}\` could be ${having.length} runs`, name, [], `Say more of the id: ${listed(having)}.`);

async function noStep(run: Run, step: string): Promise<NotFound> {
  const plan = await run.plan();
  const steps = (await run.steps()).map((one) => one.step);
  const inPlan = [...Object.keys(plan?.steps ?? {}), ...Object.keys(plan?.exitHandlers ?? {})];
  const known = [...new Set([...inPlan, ...steps])];
  if (!known.includes(step)) {
    return new NotFound(`\`${nameOf(run)}\` has no step \`${step}\``, step, known, `Its steps: ${listed(known)}.`);
  }
  return new NotFound(
    `\`${step}\` has no task in \`${nameOf(run)}\`: the run has not come to it`,
    step,
    [],
    steps.length === 0 ? 'Nothing has started yet.' : `It came to ${listed(steps)}.`,
  );
}

async function taskOf(run: Run, task: Task, id: string): Promise<RunTask> {
  const found = await run.task(task);
  if (found !== undefined) return found;
  const known = (await run.tasks(task.step)).map(({ task: { frames } }) => frames || 'main');
  if (known.length === 0) throw await noStep(run, task.step);
  const help = known.length === 1 ? `Its task is ${listed(known)}.` : `Its ${known.length} tasks: ${listed(known)}.`;
  throw new NotFound(`\`${nameOf(run)}/${task.step}\` has no task \`${id}\``, id, known, help);
}

const noPathspec = (pathspec: string): NotFound =>
  new NotFound(`\`${pathspec}\` is no pathspec`, pathspec, [], 'It is `Flow/run/step/task/artifact`, or less of it.');

export const nameOf = ({ id }: Pick<Run, 'id'>): string => `${id.flow}/${id.run}`;

const SHOWN = 8;

/** `a`, `b` and 3 more */
export function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, SHOWN)
    .map((name) => `\`${name}\``)
    .join(', ');
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown;
}
