import type { Group } from './groups.ts';
import type { Instance, Scope } from './instances.ts';
import type { Block, GroupBlock } from './manifest.ts';
import type { AirflowNames } from './names.ts';
import { stepOperator } from './operators.ts';
import type { Places } from './places.ts';
import { Call, Name, type Assignment, type Dependency } from './python.ts';
import { isOperator } from './shared.ts';
import { FRAMES, type FileContext } from './shim-task.ts';

// The body of a DAG file: the tasks at the top, then the bodies of foreaches as mapped groups, and last what waits for what between them.

export function blocksOf(context: FileContext, places: Places, groups: readonly Group[]): readonly Block[] {
  const { names } = context;
  const byInstance = new Map(groups.flatMap((group) => group.nodes.map(({ instance }) => [instance, group])));
  const listed = new Set<Scope>();
  return groups.flatMap((group): Block[] => {
    const tasks = tasksOf(context, places, group);
    if (group.scope.depth === 0) return tasks;
    const lists = listed.has(group.scope) ? [] : [framesOf(group, byInstance, names)];
    listed.add(group.scope);
    return [...lists, mappedGroup(group, tasks, names)];
  });
}

/** The tasks of a group, and before the first of each loop, the group of that loop. */
function tasksOf(context: FileContext, places: Places, group: Group): Assignment[] {
  const { names } = context;
  const made = new Set<string>();
  return group.nodes.flatMap((node): Assignment[] => {
    const loops = node.instance.visits.length === 0 ? [] : names.loops(group, node.instance);
    const fresh = loops.flatMap((name, at): Assignment[] => {
      if (made.has(name)) return [];
      made.add(name);
      const around = loops[at - 1];
      const parent = around === undefined ? {} : { parent_group: new Name(around) };
      return [{ variable: new Name(name), value: new Call('TaskGroup', [name], parent) }];
    });
    const variable = new Name(names.task(node.instance));
    return [...fresh, { variable, value: stepOperator(context, places, node, loops.at(-1)) }];
  });
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
  return { variable: new Name(frames), value: new Call('spell_out', [frames, first, opened]) };
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
    dependencies,
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
export function dependenciesOf(groups: readonly Group[], names: AirflowNames): readonly Dependency[] {
  const variable = (group: Group): Name => new Name(names.group(group));
  return groups.flatMap((group): Dependency[] => {
    if (group.scope.depth > 0)
      return group.after.length === 0 ? [] : [{ upstream: group.after.map(variable), downstream: variable(group) }];
    return group.nodes.flatMap(({ instance, after, afterGroups }) => {
      const upstream = [...after.map((one) => new Name(names.task(one))), ...afterGroups.map(variable)];
      return upstream.length === 0 ? [] : [{ upstream, downstream: new Name(names.task(instance)) }];
    });
  });
}
