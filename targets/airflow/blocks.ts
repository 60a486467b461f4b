import { chainsOf, type Chain, type Dependency } from './chains.ts';
import type { Group, Node } from './groups.ts';
import type { Instance, Scope } from './instances.ts';
import type { Block, GroupBlock } from './manifest.ts';
import type { AirflowNames } from './names.ts';
import { stepOperator } from './operators.ts';
import type { Places } from './places.ts';
import { Call, fitsOnLine, Name, type Assignment } from './python.ts';
import { inReadingOrder } from './reading-order.ts';
import { isOperator } from './shared.ts';
import { FRAMES, type FileContext } from './shim-task.ts';

// The body of a DAG file: the tasks at the top, then the bodies of foreaches as mapped groups, and last what waits for what between them.

/** Of the statements of a DAG, and of those of a group in it: as template.ts indents them. */
const DAG_INDENT = 4;
const GROUP_INDENT = 8;

export function blocksOf(context: FileContext, places: Places, groups: readonly Group[]): readonly Block[] {
  const { names } = context;
  const byInstance = new Map(groups.flatMap((group) => group.nodes.map(({ instance }) => [instance, group])));
  const [top] = groups;
  const listed = new Set<Scope>();
  const made = new Set<string>();
  return inReadingOrder(groups).flatMap((part): Block[] => {
    if (part.kind === 'task') return top === undefined ? [] : taskOf(context, places, top, part.node, made);
    const { group } = part;
    const inside = new Set<string>();
    const tasks = group.nodes.flatMap((node) => taskOf(context, places, group, node, inside));
    const lists = listed.has(group.scope) ? [] : [framesOf(group, byInstance, names)];
    listed.add(group.scope);
    return [...lists, mappedGroup(group, tasks, names)];
  });
}

/** A task, and before the first of a loop, the group of that loop. */
function taskOf(context: FileContext, places: Places, group: Group, node: Node, made: Set<string>): Assignment[] {
  const { names } = context;
  const { instance } = node;
  const loops = names.loops(group, instance);
  const fresh = loops.flatMap((name, at): Assignment[] => {
    if (made.has(name)) return [];
    made.add(name);
    const around = loops[at - 1];
    const parent = around === undefined ? {} : { parent_group: new Name(around) };
    return [{ variable: new Name(name), value: new Call('TaskGroup', [name], parent) }];
  });
  const variable = new Name(names.task(instance));
  return [...fresh, { variable, value: stepOperator(context, places, node, loops.at(-1)) }];
}

/** The task that lists what a scope's groups are mapped over. */
function framesOf(group: Group, byInstance: ReadonlyMap<Instance, Group>, names: AirflowNames): Assignment {
  const { opener, first } = group.scope;
  const around = opener && byInstance.get(opener);
  if (opener === undefined || around === undefined) throw new Error(`nobody opens the foreach of \`${first}\``);
  const frames = names.frames(group);
  const opened =
    around.scope.depth === 0
      ? new Name(`${names.task(opener)}.output`)
      : new Call('dag.get_task', [names.path(around, opener)], {}, 'output');
  return { variable: new Name(frames), value: new Call('list_elements', [frames, first, opened]) };
}

function mappedGroup(group: Group, tasks: readonly Assignment[], names: AirflowNames): GroupBlock {
  const id = names.group(group);
  const body = names.body(group);
  const over = { [FRAMES.parameter]: new Name(names.frames(group)) };
  const dependencies = inside(group, names);
  const named = new Set(
    dependencies.flatMap(({ upstream, downstream }) => [...upstream, downstream]).map(({ name }) => name),
  );
  return {
    id,
    body: new Name(body),
    parameter: new Name(FRAMES.parameter),
    // A linter would find fault with a variable that nobody names.
    tasks: tasks.map((one) =>
      isOperator(one.value) && !named.has(one.variable?.name ?? '') ? { value: one.value } : one,
    ),
    chains: chainsOf(dependencies, (chain) => fitsOnLine(chain, GROUP_INDENT)),
    mapped: { variable: new Name(id), value: new Call(`${body}.expand`, [], over) },
  };
}

/** Between the tasks of a group. */
function inside({ nodes }: Group, names: AirflowNames): readonly Dependency[] {
  return nodes.flatMap(({ instance, after }) =>
    after.length === 0
      ? []
      : [{ upstream: after.map((one) => new Name(names.task(one))), downstream: new Name(names.task(instance)) }],
  );
}

/** Between the tasks at the top and the groups, which wait for each other whole. */
export function chainsBetween(groups: readonly Group[], names: AirflowNames): readonly Chain[] {
  const variable = (group: Group): Name => new Name(names.group(group));
  const dependencies = inReadingOrder(groups).flatMap((part): Dependency[] => {
    if (part.kind === 'group') {
      const { group } = part;
      return group.after.length === 0 ? [] : [{ upstream: group.after.map(variable), downstream: variable(group) }];
    }
    const { instance, after, afterGroups } = part.node;
    const upstream = [...after.map((one) => new Name(names.task(one))), ...afterGroups.map(variable)];
    return upstream.length === 0 ? [] : [{ upstream, downstream: new Name(names.task(instance)) }];
  });
  return chainsOf(dependencies, (chain) => fitsOnLine(chain, DAG_INDENT));
}
