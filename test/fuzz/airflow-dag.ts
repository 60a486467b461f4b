import { Call, Entries, Name, type Python } from '../../targets/airflow/python.ts';
import type { Chain } from '../../targets/airflow/chains.ts';
import { isGroup, type DagFile, type GroupBlock } from '../../targets/airflow/manifest.ts';
import type { TriggerRule } from '../../targets/airflow/groups.ts';

// A DAG file as Airflow sees it once it has read it: tasks, and which waits for which. Whatever a file says beyond what is understood here is refused, so that one
// that passes relies on nothing that nobody has looked at.

export interface DagTask {
  /** With the groups that it lies in. */
  readonly id: string;
  readonly work: Work;
  readonly group?: MappedGroup;
  readonly rule: TriggerRule;
  readonly upstream: ReadonlySet<DagTask>;
}

export type Work =
  /** Runs the shim with these arguments. */
  | { readonly kind: 'shim'; readonly args: readonly string[]; readonly hasFrames: boolean; readonly pushes: boolean }
  /** Lists the elements of a foreach, by what `opener` left in XCom. */
  | { readonly kind: 'frames'; readonly first: string; readonly opener: DagTask };

/** Its tasks run once for each element that the task `over` lists. */
export interface MappedGroup {
  readonly id: string;
  readonly over: DagTask;
}

interface OpenTask extends DagTask {
  readonly upstream: Set<OpenTask>;
}

/** A mapped group while its tasks are read. */
interface OpenGroup extends MappedGroup {
  readonly over: OpenTask;
  readonly tasks: OpenTask[];
}

/** Each task after those that it waits for. */
export function dagOf(file: DagFile): readonly DagTask[] {
  const reader = new DagReader();
  for (const block of file.blocks) {
    if (isGroup(block)) reader.group(block);
    else reader.assign(block.variable, block.value);
  }
  for (const chain of file.chains) reader.chain(chain);
  return reader.tasks;
}

/** A line a task: what it runs, by which rule, and after what. */
export function outlineOf(tasks: readonly DagTask[]): string {
  return tasks
    .map(({ id, work, group, rule, upstream }) => {
      const runs = work.kind === 'frames' ? `lists ${work.first}` : work.args.join(' ');
      const over = group === undefined ? '' : ` * ${group.over.id}`;
      return `${id}${over}: ${runs} < ${rule} ${[...upstream].map((one) => one.id).join(' ')}`;
    })
    .join('\n');
}

class DagReader {
  readonly tasks: OpenTask[] = [];
  readonly #ids = new Set<string>();
  readonly #variables = new Map<string, OpenTask | OpenGroup | TaskGroup>();

  group({ id, parameter, body, tasks, chains, mapped }: GroupBlock): void {
    const { callee, kwargs } = asCall(mapped.value);
    const over = this.#task(asName(kwargs[parameter.name]));
    if (callee.name !== `${body.name}.expand`) throw new Error(`${id} is mapped by ${callee.name}`);
    const group: OpenGroup = { id: this.#id(id), over, tasks: [] };
    for (const { variable, value } of tasks) this.assign(variable, value, group);
    for (const chain of chains) this.chain(chain);
    // As Airflow has it: what the elements come from stands before the group's roots.
    for (const root of rootsOf(group)) root.upstream.add(over);
    this.#declare(mapped.variable, group);
  }

  assign(variable: Name | undefined, value: Python, group?: OpenGroup): void {
    const call = asCall(value);
    switch (call.callee.name) {
      case 'TaskGroup':
        return this.#declare(variable, this.#taskGroup(call, group));
      case 'list_elements':
        return this.#declare(variable, this.#frames(call));
      case 'KubernetesPodOperator':
        return this.#declare(variable, this.#operator(call, group));
      default:
        throw new Error(`nothing is known of ${call.callee.name}`);
    }
  }

  /** `a >> [b, group] >> c`: from a group its leaves, to a group its roots. Lists of several do not follow each other. */
  chain(chain: Chain): void {
    for (const [at, names] of chain.slice(1).entries()) {
      const upstream = chain[at] ?? [];
      if (upstream.length > 1 && names.length > 1) throw new Error('Python knows no `>>` between lists');
      const before = upstream.flatMap((one) => tasksIn(this.#named(one), leavesOf));
      for (const name of names)
        for (const task of tasksIn(this.#named(name), rootsOf)) for (const one of before) task.upstream.add(one);
    }
  }

  #taskGroup({ args, kwargs }: Call, mapped: OpenGroup | undefined): TaskGroup {
    const around = kwargs['parent_group'] === undefined ? undefined : this.#named(asName(kwargs['parent_group']));
    if (around !== undefined && !('path' in around)) throw new Error(`${around.id} is no TaskGroup`);
    return { path: this.#id(inside(around?.path ?? mapped?.id, asText(args[0]))) };
  }

  #frames({ args }: Call): OpenTask {
    const [id, first, opened] = args;
    const opener = this.#opener(opened);
    const work = { kind: 'frames', first: asText(first), opener } as const;
    return this.#add({ id: this.#id(asText(id)), work, rule: 'none_failed', upstream: new Set([opener]) });
  }

  #opener(opened: Python | undefined): OpenTask {
    if (opened instanceof Name) return this.#task(new Name(opened.name.replace(/\.output$/, '')));
    const { callee, args, attribute } = asCall(opened);
    const opener = this.tasks.find(({ id }) => id === args[0]);
    if (callee.name !== 'dag.get_task' || attribute?.name !== 'output' || opener === undefined)
      throw new Error(`nobody opens what ${callee.name} finds by ${JSON.stringify(args)}`);
    return opener;
  }

  #operator({ kwargs }: Call, group: OpenGroup | undefined): OpenTask {
    const loop = kwargs['task_group'] === undefined ? undefined : this.#named(asName(kwargs['task_group']));
    const path = loop === undefined ? group?.id : 'path' in loop ? loop.path : '?';
    const args = (kwargs['arguments'] as readonly Python[]).map(asText);
    const env = kwargs['env_vars'];
    const frames = env instanceof Entries ? env.own['FRAMES'] : undefined;
    const hasFrames = frames instanceof Name && frames.name === 'frames' && group !== undefined;
    const task: OpenTask = {
      id: this.#id(inside(path, asText(kwargs['task_id']))),
      work: { kind: 'shim', args, hasFrames, pushes: kwargs['do_xcom_push'] === true },
      rule: (kwargs['trigger_rule'] ?? 'all_success') as TriggerRule,
      upstream: new Set(),
      ...(group === undefined ? {} : { group }),
    };
    group?.tasks.push(task);
    return this.#add(task);
  }

  #add(task: OpenTask): OpenTask {
    this.tasks.push(task);
    return task;
  }

  #id(id: string): string {
    if (this.#ids.has(id)) throw new Error(`${id} is there twice`);
    if (!/^[\w.-]+$/.test(id)) throw new Error(`Airflow takes no id like ${id}`);
    this.#ids.add(id);
    return id;
  }

  #declare(variable: Name | undefined, value: OpenTask | OpenGroup | TaskGroup): void {
    if (variable === undefined) return;
    if (this.#variables.has(variable.name)) throw new Error(`${variable.name} is assigned twice`);
    this.#variables.set(variable.name, value);
  }

  #named({ name }: Name): OpenTask | OpenGroup | TaskGroup {
    const found = this.#variables.get(name);
    if (found === undefined) throw new Error(`${name} is named before it is assigned`);
    return found;
  }

  #task(name: Name): OpenTask {
    const found = this.#named(name);
    if (!('work' in found)) throw new Error(`${name.name} is no task`);
    return found;
  }
}

/** Of a loop's visits; it only shows them together. */
interface TaskGroup {
  readonly path: string;
}

const inside = (path: string | undefined, id: string): string => (path === undefined ? id : `${path}.${id}`);

function tasksIn(what: OpenTask | OpenGroup | TaskGroup, of: (group: OpenGroup) => readonly OpenTask[]) {
  if ('path' in what) throw new Error(`${what.path} is waited for, and only shows a loop`);
  return 'work' in what ? [what] : of(what);
}

const rootsOf = ({ tasks }: OpenGroup): readonly OpenTask[] =>
  tasks.filter(({ upstream }) => !tasks.some((one) => upstream.has(one)));

const leavesOf = ({ tasks }: OpenGroup): readonly OpenTask[] =>
  tasks.filter((task) => !tasks.some(({ upstream }) => upstream.has(task)));

function asCall(value: Python | undefined): Call {
  if (value instanceof Call) return value;
  throw new Error(`${JSON.stringify(value)} is no call`);
}

function asName(value: Python | undefined): Name {
  if (value instanceof Name) return value;
  throw new Error(`${JSON.stringify(value)} is no name`);
}

function asText(value: Python | undefined): string {
  if (typeof value === 'string') return value;
  throw new Error(`${JSON.stringify(value)} is no text`);
}
