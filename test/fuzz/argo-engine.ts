import type { DAGTask, Template, WorkflowTemplate } from '../../targets/argo/manifest.ts';
import type { Control } from './interpreter.ts';
import { Run, type Task } from './run.ts';

// As much of Argo Workflows as flowc's manifests rely on, and not a word more: what they use beyond it is refused here, so that a manifest which
// passes relies on nothing that nobody has looked at. https://argo-workflows.readthedocs.io/en/latest/enhanced-depends-logic/,
// https://argo-workflows.readthedocs.io/en/latest/walk-through/loops/

/** Answers for the container of a step. */
export type Shim = (task: Task) => Control;

type Values = ReadonlyMap<string, string>;

interface Ended {
  /** Undefined: the task was skipped and has none. */
  readonly outputs: Values | undefined;
  /** All tasks that are finished now. */
  readonly done: ReadonlySet<string>;
}

export function runOnArgo({ spec }: WorkflowTemplate, shim: Shim): Run {
  const templates = new Map(spec.templates?.map((template) => [template.name, template]));
  const run = new Run();
  runTemplate(spec.entrypoint ?? '', new Map(), new Set());
  return run;

  function runTemplate(name: string, given: Values, before: ReadonlySet<string>): Ended {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`no template ${name}`);
    const inputs = inputsOf(template, given);
    if (template.dag !== undefined) return { outputs: new Map(), done: runDag(template.dag.tasks, inputs, before) };
    return runContainer(template, inputs, before);
  }

  /** Tasks run as soon as what they depend on has succeeded or was skipped. */
  function runDag(tasks: readonly DAGTask[], inputs: Values, before: ReadonlySet<string>): ReadonlySet<string> {
    const ended = new Map<string, Ended>();
    const waiting = new Set(tasks);
    while (waiting.size > 0) {
      const ready = [...waiting].filter(
        (task) => ended.has(dependencyOf(task) ?? '') || dependencyOf(task) === undefined,
      );
      if (ready.length === 0) throw new Error(`nothing can run of ${[...waiting].map(({ name }) => name).join(', ')}`);
      for (const task of ready) {
        waiting.delete(task);
        const after = ended.get(dependencyOf(task) ?? '');
        ended.set(task.name, runTask(task, valuesFor(task, tasks, ended, inputs), after?.done ?? before));
      }
    }
    return union([before, ...[...ended.values()].map(({ done }) => done)]);
  }

  function runTask(task: DAGTask, values: Values, before: ReadonlySet<string>): Ended {
    if (task.when !== undefined && !holds(substitute(task.when, values))) return { outputs: undefined, done: before };
    const given = (more: Values): Values =>
      new Map(task.arguments?.parameters?.map(({ name, value }) => [name, substitute(String(value), more)]));
    if (task.withSequence === undefined) return runTemplate(task.template ?? '', given(values), before);
    const count = substitute(String(task.withSequence.count), values);
    if (!/^\d+$/.test(count)) throw new Error(`${task.name} has a sequence of ${JSON.stringify(count)}`);
    const items = Array.from({ length: Number(count) }, (_, at) => new Map([...values, ['item', String(at)]]));
    const done = items.map((item) => runTemplate(task.template ?? '', given(item), before).done);
    return { outputs: new Map(), done: union([before, ...done]) };
  }

  function runContainer({ container, outputs }: Template, inputs: Values, before: ReadonlySet<string>): Ended {
    const args = (container?.args ?? []).map((arg) => byKubelet(arg === '{{retries}}' ? '0' : substitute(arg, inputs)));
    const [step = ''] = args;
    const frames = args.includes('--frames') ? (args[args.indexOf('--frames') + 1] ?? '') : '';
    const done = run.add({ step, frames }, before);
    const control = shim({ step, frames });
    const files = new Map(Object.entries(control).map(([name, value]) => [`/tmp/flowc/${name}`, value]));
    const given = (outputs?.parameters ?? []).map(({ name, valueFrom }): [string, string] => {
      const value = files.get(valueFrom?.path ?? '');
      if (value === undefined) throw new Error(`${step} writes no ${valueFrom?.path}`);
      return [name, value];
    });
    return { outputs: new Map(given), done };
  }
}

/** One predecessor, by its bare name: no `||`, no `.Failed`. */
function dependencyOf({ name, depends, dependencies = [] }: DAGTask): string | undefined {
  const all = depends === undefined ? dependencies : [depends];
  if (all.length > 1 || all.some((each) => !/^[a-z0-9-]+$/.test(each)))
    throw new Error(`${name} depends on ${all.join()}`);
  return all[0];
}

/** What a task may speak of: its template's inputs and the outputs of tasks that it depends on, directly or through others. */
function valuesFor(
  task: DAGTask,
  tasks: readonly DAGTask[],
  ended: ReadonlyMap<string, Ended>,
  inputs: Values,
): Map<string, string> {
  const values = new Map([...inputs].map(([name, value]) => [`inputs.parameters.${name}`, value]));
  const byName = new Map(tasks.map((each) => [each.name, each]));
  for (let name = dependencyOf(task); name !== undefined;) {
    for (const [output, value] of ended.get(name)?.outputs ?? [])
      values.set(`tasks.${name}.outputs.parameters.${output}`, value);
    const before = byName.get(name);
    name = before === undefined ? undefined : dependencyOf(before);
  }
  return values;
}

function inputsOf({ name, inputs, container }: Template, given: Values): Values {
  const wanted = (inputs?.parameters ?? []).map((parameter) => parameter.name);
  const missing = wanted.filter((parameter) => !given.has(parameter));
  if (missing.length > 0) throw new Error(`${name} is not given ${missing.join()}`);
  const prefix = container === undefined ? '' : 'inputs.parameters.';
  return new Map(wanted.map((parameter) => [`${prefix}${parameter}`, given.get(parameter) ?? '']));
}

function substitute(text: string, values: Values): string {
  return text.replace(/\{\{(.*?)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`nothing is known of {{${name}}}`);
    return value;
  });
}

function holds(condition: string): boolean {
  const match = /^'([^'\\]*)' == '([^'\\]*)'$/.exec(condition);
  if (match === null) throw new Error(`no condition that flowc writes: ${condition}`);
  return match[1] === match[2];
}

/** https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/ */
export function byKubelet(text: string): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (all, name: string | undefined) =>
    all === '$$' ? '$' : name === 'FLOWC_BRACE' ? '{' : all,
  );
}

const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> => new Set(sets.flatMap((set) => [...set]));
