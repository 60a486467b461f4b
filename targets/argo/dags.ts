import type { Loop } from '../../src/compiler/ir/graph.ts';
import type { ControlOutput } from '../../src/runtime/protocol.ts';

// DAG templates before they are spelt in Argo's words, and what can be asked of them: where a task's frames and control come
// from, and what a DAG has to be handed so that its tasks can have them.

/** How many frames a task has, and where from: one more inside a foreach or a loop. */
export interface Scope {
  readonly depth: number;
  readonly parent?: Scope;
  /** The loop that opened it; a foreach did where there is none. */
  readonly loop?: Loop;
}

/**
 * What a DAG template takes beside its own frames: the control of the step that stands before it, and the frames outside of a loop for
 * tasks that leave it.
 */
export type Need = ControlOutput | Loop;

/** A DAG template. */
export interface Dag {
  readonly name: string;
  readonly scope: Scope;
  readonly tasks: Task[];
  readonly needs: Set<Need>;
  /** It is the body of this loop. */
  readonly loop?: Loop;
}

export interface Task {
  readonly name: string;
  readonly runs: { readonly step: string } | { readonly dag: Dag };
  /** That of what it runs. */
  readonly scope: Scope;
  /** How it comes by its frames: once for each element, as the loop's next visit, or by the scopes alone. */
  readonly way: 'each' | 'again' | 'call';
  readonly after?: Task;
  /** It runs only where the step before it named this as `next`. */
  readonly when?: string;
}

/** The step whose control a task reads, if it stands before it in the same DAG; else the DAG is handed that control. */
export function deciderOf({ after }: Task): string | undefined {
  return after !== undefined && 'step' in after.runs ? after.runs.step : undefined;
}

/** The scope whose frames a task starts from: it begins a loop's first visit with those outside of the loop. */
export function entersFrom({ runs, scope, way }: Task): Scope {
  return way === 'call' && 'dag' in runs && runs.dag.loop !== undefined && scope.parent !== undefined
    ? scope.parent
    : scope;
}

/** The loop that a DAG at `inner` leaves on the way out to `outer`, where that is further out and has frames at all. */
export function loopBetween(inner: Scope, outer: Scope): Loop | undefined {
  if (inner === outer || outer.depth === 0) return undefined;
  let scope = inner;
  while (scope.parent !== undefined && scope.parent !== outer) scope = scope.parent;
  if (scope.loop === undefined) throw new Error('only a loop can be left for a scope further out');
  return scope.loop;
}

/** The scope outside of a loop, seen from a DAG that needs its frames. */
export function scopeOutside(loop: Loop, dag: Dag): Scope {
  let scope: Scope | undefined = dag.scope;
  while (scope !== undefined && scope.loop !== loop) scope = scope.parent;
  if (scope?.parent === undefined) throw new Error(`${dag.name} does not lie in ${loop.id}`);
  return scope.parent;
}

/** Finds what every DAG has to be handed, from the tasks up to those that know it, and so which control files are read. */
export function settleNeeds(dags: readonly Dag[]): Map<string, Set<ControlOutput>> {
  const outputs = new Map<string, Set<ControlOutput>>();
  const callers = new Map<Dag, { readonly dag: Dag; readonly task: Task }[]>();
  const open: { readonly dag: Dag; readonly need: Need }[] = [];
  const need = (dag: Dag, what: Need): void => {
    if (dag.needs.has(what)) return;
    dag.needs.add(what);
    open.push({ dag, need: what });
  };
  const readControl = (dag: Dag, task: Task, output: ControlOutput): void => {
    const decider = deciderOf(task);
    if (decider === undefined) return need(dag, output);
    const read = outputs.get(decider);
    if (read === undefined) outputs.set(decider, new Set([output]));
    else read.add(output);
  };
  const readFrames = (dag: Dag, scope: Scope): void => {
    const left = loopBetween(dag.scope, scope);
    if (left !== undefined) need(dag, left);
  };
  for (const dag of dags) {
    for (const task of dag.tasks) {
      if ('dag' in task.runs) (callers.get(task.runs.dag) ?? newList(callers, task.runs.dag)).push({ dag, task });
      if (task.when !== undefined) readControl(dag, task, 'next');
      if (task.way === 'again') readControl(dag, task, 'again');
      else if (task.way === 'call') readFrames(dag, entersFrom(task));
      else for (const output of ['count', 'inside'] as const) readControl(dag, task, output);
    }
  }
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    for (const { dag, task } of callers.get(item.dag) ?? []) {
      if (typeof item.need === 'string') readControl(dag, task, item.need);
      else readFrames(dag, scopeOutside(item.need, item.dag));
    }
  }
  return outputs;
}

function newList<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list: V[] = [];
  map.set(key, list);
  return list;
}
