import type { Loop } from '../../src/compiler/ir/graph.ts';
import type { ControlOutput } from '../../src/runtime/protocol.ts';
import type { DAGTask, Parameter, Template } from './manifest.ts';
import type { TemplateNames } from './names.ts';
import {
  deciderOf,
  entersFrom,
  loopBetween,
  scopeOutside,
  type Dag,
  type Need,
  type Scope,
  type Task,
} from './dags.ts';

// DAG templates in Argo's words. Tasks run one after another by `depends: <the task before>`, which in Argo also holds for a
// task that was skipped, and so for an arm not taken.

export interface DagContext {
  readonly names: TemplateNames;
  /** Steps under `@catchError`: the run goes on when they fail. */
  readonly caught: ReadonlySet<string>;
}

const FRAMES = 'frames';
const FIRST_VISIT = 'v0';

export const input = (name: string): string => `{{inputs.parameters.${name}}}`;

export function dagTemplate(dag: Dag, context: DagContext): Template {
  const inputs = inputNames(dag, context);
  const catches = dag.tasks.some((task) => isCaught(task, context));
  return {
    name: dag.name,
    ...(inputs.length === 0 ? {} : { inputs: { parameters: inputs.map((name) => ({ name })) } }),
    dag: { tasks: dag.tasks.map((task) => dagTask(dag, task, context, catches)) },
  };
}

function inputNames(dag: Dag, context: DagContext): readonly string[] {
  const needs = needsOf(dag).map((need) => needName(need, context));
  return dag.scope.depth === 0 ? needs : [FRAMES, ...needs];
}

const controls: readonly Need[] = ['next', 'count', 'inside', 'again'];

/** The control first, then loops from the outside in: no order that a step's name decides. */
function needsOf(dag: Dag): readonly Need[] {
  const rank = (need: Need): number =>
    typeof need === 'string' ? controls.indexOf(need) : controls.length + scopeOutside(need, dag).depth;
  return [...dag.needs].toSorted((a, b) => rank(a) - rank(b));
}

const needName = (need: Need, { names }: DagContext): string => (typeof need === 'string' ? need : names.outer(need));

/**
 * A task. Only `continueOn` lets a failed task be the last of its DAG without failing it, and Argo takes it beside `dependencies`, not beside
 * `depends`: https://argo-workflows.readthedocs.io/en/latest/enhanced-depends-logic/#compatibility-using-dependencies-and-dag-level-options
 */
function dagTask(dag: Dag, task: Task, context: DagContext, catches: boolean): DAGTask {
  const { after, when, way } = task;
  const parameters = argumentsOf(dag, task, context);
  return {
    name: task.name,
    ...(after === undefined ? {} : catches ? { dependencies: [after.name] } : { depends: after.name }),
    ...(when === undefined ? {} : { when: `'${control(task, 'next', context)}' == '${when}'` }),
    template: 'dag' in task.runs ? task.runs.dag.name : context.names.step(task.runs.step),
    ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
    ...(way === 'each' ? { withSequence: { count: control(task, 'count', context) } } : {}),
    ...(isCaught(task, context) ? { continueOn: { failed: true, error: true } } : {}),
  };
}

const isCaught = ({ runs }: Task, { caught }: DagContext): boolean => 'step' in runs && caught.has(runs.step);

function argumentsOf(dag: Dag, task: Task, context: DagContext): readonly Parameter[] {
  const frames = framesOf(dag, task, context);
  const needs = 'dag' in task.runs ? handed(dag, task, task.runs.dag, context) : [];
  return frames === undefined ? needs : [{ name: FRAMES, value: frames }, ...needs];
}

/** What the DAG `callee` needs beside its frames. */
function handed(dag: Dag, task: Task, callee: Dag, context: DagContext): readonly Parameter[] {
  return needsOf(callee).map((need) => ({
    name: needName(need, context),
    value: typeof need === 'string' ? control(task, need, context) : framesAt(dag, scopeOutside(need, callee), context),
  }));
}

function framesOf(dag: Dag, task: Task, context: DagContext): string | undefined {
  if (task.scope.depth === 0) return undefined;
  if (task.way === 'again') return control(task, 'again', context);
  if (task.way === 'each') return `${control(task, 'inside', context)}{{item}}`;
  const from = entersFrom(task);
  if (from === task.scope) return framesAt(dag, from, context);
  return from.depth === 0 ? FIRST_VISIT : `${framesAt(dag, from, context)}.${FIRST_VISIT}`;
}

function framesAt(dag: Dag, scope: Scope, { names }: DagContext): string {
  const left: Loop | undefined = loopBetween(dag.scope, scope);
  return input(left === undefined ? FRAMES : names.outer(left));
}

function control(task: Task, output: ControlOutput, { names }: DagContext): string {
  const decider = deciderOf(task);
  return decider === undefined ? input(output) : `{{tasks.${names.step(decider)}.outputs.parameters.${output}}}`;
}
