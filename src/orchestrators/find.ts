import { NotFound } from '../client/errors.ts';
import { listed } from '../client/pathspec.ts';
import type { Orchestrator, RunName, TaskReport } from './orchestrator.ts';

// What people call a run of an orchestrator's: `workflow/run`, or the run alone; the workflow may be called by the name of its flow, and the run `latest`, or
// by the beginning or end of its id. For logs a step and a task may follow, as everywhere.

export interface Named {
  readonly run: RunName;
  readonly step?: string;
  readonly task?: string;
}

/** Throws NotFound, with what there is, for the first part that names nothing. */
export async function findRun(orchestrator: Orchestrator, pathspec: string): Promise<Named> {
  const parts = pathspec.replace(/\/$/, '').split('/');
  if (parts.some((part) => /^\.{0,2}$/.test(part))) throw noName(pathspec);
  const [first = '', ...others] = parts;
  const workflows = first === 'latest' ? [] : await orchestrator.workflowsNamed(first);
  const [workflow, other] = workflows;
  if (other !== undefined) throw several(first, 'workflows', workflows);
  const [word, step, task, more] = workflow === undefined ? parts : others;
  if (more !== undefined) throw noName(pathspec);
  if (word === undefined) {
    throw new NotFound(`\`${pathspec}\` names a workflow and no run of it`, first, [], `Say \`${workflow}/latest\`.`);
  }
  const run = await theRun(orchestrator, word, workflow);
  return { run, ...(step === undefined ? {} : { step }), ...(task === undefined ? {} : { task }) };
}

async function theRun(orchestrator: Orchestrator, word: string, workflow: string | undefined): Promise<RunName> {
  const runs = await orchestrator.runsNamed(word, workflow);
  const [run, other] = runs;
  if (run === undefined) throw await noRun(orchestrator, word, workflow);
  if (other !== undefined) throw several(word, 'runs', runs.map(textOf));
  return run;
}

async function noRun(orchestrator: Orchestrator, word: string, workflow: string | undefined): Promise<NotFound> {
  const [latest] = word === 'latest' ? [] : await orchestrator.runsNamed('latest', workflow);
  const what =
    workflow === undefined
      ? `${orchestrator.title} at ${orchestrator.place} has no workflow or run`
      : `\`${workflow}\` has no run`;
  if (word === 'latest')
    return new NotFound(`${what.replace('workflow or ', '')} yet`, word, [], 'Begin one: `flowc trigger`.');
  const help = latest === undefined ? 'It has no run yet.' : `Its latest run is \`${textOf(latest)}\`.`;
  return new NotFound(`${what} \`${word}\``, word, [], help);
}

/** `train-flow/flowc__20261121-031502-k3f9` */
export const textOf = ({ workflow, run }: RunName): string => `${workflow}/${run}`;

/** Tasks of a step that people call by its name or by the last part of it, since Airflow puts a group's name first. */
export function tasksNamed(tasks: readonly TaskReport[], { run, step, task }: Named): readonly TaskReport[] {
  if (step === undefined) return tasks;
  const exact = tasks.filter((one) => one.step === step);
  const ofStep = exact.length > 0 ? exact : tasks.filter((one) => one.step.endsWith(`.${step}`));
  if (ofStep.length === 0) {
    const known = [...new Set(tasks.map((one) => one.step))];
    throw new NotFound(`\`${textOf(run)}\` has no step \`${step}\``, step, known, `Its steps: ${listed(known)}.`);
  }
  const found = task === undefined ? ofStep : ofStep.filter(({ id }) => id === task);
  if (found.length > 0) return found;
  const known = ofStep.map(({ id }) => id);
  throw new NotFound(
    `\`${textOf(run)}/${step}\` has no task \`${task}\``,
    task ?? '',
    known,
    `It has ${listed(known)}.`,
  );
}

const several = (word: string, what: string, having: readonly string[]): NotFound =>
  new NotFound(`\`${word}\` could be ${having.length} ${what}`, word, [], `Say more of it: ${listed(having)}.`);

const noName = (pathspec: string): NotFound =>
  new NotFound(
    `\`${pathspec}\` names no run`,
    pathspec,
    [],
    'It is `workflow/run`, and for logs `workflow/run/step/task`.',
  );
