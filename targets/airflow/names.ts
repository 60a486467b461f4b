import { deployedName, LABEL_LENGTH } from '../../src/compiler/emit/names.ts';
import type { Project } from '../../src/compiler/ir/settings.ts';
import type { Group } from './groups.ts';
import type { Instance, Scope } from './instances.ts';
import type { Places } from './places.ts';

// What things are called in Airflow: people see the names of steps. A task is called like its step, with the visits of loops behind, `refine_v0`; all visits of a loop
// lie in a task group, `loop_refine`, and a foreach's body in a mapped one, `each_train`. A variable of the file is called like what it holds.

/** https://github.com/apache/airflow/blob/3.3.2/task-sdk/src/airflow/sdk/definitions/_internal/node.py */
export const MAX_ID = 250;

/** A part of an id, so that several fit. */
const MAX_PART = 80;

/** The DAG of the flow `flow` in a project; its pods have it as a label. */
export function dagIdOf(flow: string, project: Project | undefined): string {
  return deployedName(flow, project, LABEL_LENGTH);
}

/** Each is an id, inside the groups that it lies in, and a variable of the file. */
export interface AirflowNames {
  task(instance: Instance): string;
  exitHandler(method: string): string;
  /** The mapped group, */
  group(group: Group): string;
  /** the function that has its tasks, */
  body(group: Group): string;
  /** and the task that lists the elements that it is mapped over; one for all groups of a scope. */
  frames(group: Group): string;
  /** The groups of the loops around a task, from the outside in. */
  loops(group: Group, instance: Instance): readonly string[];
  /** Where a task is seen, through all groups: `each_train.loop_refine.refine_v0`. */
  path(group: Group, instance: Instance): string;
}

/** @param methods - Exit handlers. */
export function nameAll(groups: readonly Group[], places: Places, methods: readonly string[]): AirflowNames {
  const names = new Names(places);
  // Whoever has a name of the flow's own has the first choice.
  for (const { nodes } of groups) for (const { instance } of nodes) if (isPlain(instance)) names.task(instance);
  for (const method of methods) names.exitHandler(method);
  return names;
}

class Names implements AirflowNames {
  readonly #places: Places;
  readonly #taken = new Set<string>(OWN);
  readonly #given = new Map<string, string>();

  constructor(places: Places) {
    this.#places = places;
  }

  task({ step, visits, scope }: Instance): string {
    return this.#name('task', `${inLetters(step)}${copyOf(scope)}${suffix(visits)}`, step);
  }

  exitHandler(method: string): string {
    return this.#name('exit', inLetters(method), method);
  }

  group({ scope, nodes: [first] }: Group): string {
    const { step = scope.first, visits = [] } = first?.instance ?? {};
    return this.#name('group', `each_${inLetters(step)}${copyOf(scope)}${suffix(visits)}`, step);
  }

  body(group: Group): string {
    const name = this.group(group);
    return this.#name('body', `body_of_${name}`, name);
  }

  frames({ scope }: Group): string {
    return this.#name('frames', `${inLetters(scope.first)}${copyOf(scope)}_frames`, scope.first);
  }

  loops({ scope, segment }: Group, { step, visits }: Instance): readonly string[] {
    // A loop that is collapsed is around nobody.
    const loops = (this.#places.get(step)?.loops ?? []).slice(0, visits.length);
    // Where a body is cut, a loop has a group in each part.
    const part = segment === 0 ? '' : `_${segment}`;
    return loops.map(({ header }) => this.#name('loop', `loop_${inLetters(header)}${copyOf(scope)}${part}`, header));
  }

  path(group: Group, instance: Instance): string {
    const mapped = group.scope.depth === 0 ? [] : [this.group(group)];
    return [...mapped, ...this.loops(group, instance), this.task(instance)].join('.');
  }

  /** The same for the same thing; the name wished for, or with a number where that is another's. */
  #name(kind: string, wish: string, of: string): string {
    const key = [kind, wish, of].join(' ');
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    const short = reserved.has(wish) ? `${wish}_` : wish.slice(0, MAX_PART);
    let name = short;
    for (let number = 2; this.#taken.has(name); number++) name = `${short}_${number}`;
    this.#taken.add(name);
    this.#given.set(key, name);
    return name;
  }
}

const isPlain = ({ scope, visits }: Instance): boolean => copyOf(scope) === '' && visits.length === 0;

/** In letters that Airflow takes in an id and Python in a name. */
const inLetters = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/\W/g, '_');

const suffix = (visits: readonly number[]): string => visits.map((visit) => `_v${visit}`).join('');

/** Sets copies of a scope apart: the visits in which it and those around it were opened, from the outside in. */
function copyOf(scope: Scope): string {
  let visits = '';
  for (let { opener } = scope; opener !== undefined; { opener } = opener.scope)
    visits = `${suffix(opener.visits)}${visits}`;
  return visits;
}

/** Python's keywords, and what the file calls its own: a step may be called like any of them. */
const OWN = `
  False None True and as assert async await break class continue def del elif else except finally for from global if import in is
  lambda nonlocal not or pass raise return try while with yield dict isinstance range Asset AssetAll AssetAny AssetOrTimeSchedule
  BashOperator CronTriggerTimetable DAG DatasetOrTimeSchedule ImportError KubernetesPodOperator Param TaskGroup task task_group
  datetime json timedelta timezone DOUBLING ENVIRONMENT dag event_parameters frames list_elements steps
`
  .trim()
  .split(/\s+/);

const reserved: ReadonlySet<string> = new Set(OWN);
