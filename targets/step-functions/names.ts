import { deployedName } from '../../src/compiler/emit/names.ts';
import type { Graph, RegionId } from '../../src/compiler/ir/graph.ts';
import type { Project } from '../../src/compiler/ir/settings.ts';

// What things are called in AWS: a state like the step that it runs. What flowc adds around a step is called by it too, with a word behind a dot, which no
// step's name has: `train.choose`.

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_STATE_NAME = 80;

const MAX_MACHINE_NAME = 80;

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html */
const MAX_JOB_NAME = 128;

/** The state machine of the flow `flow` in a project, and the beginning of the names of all that belongs to it. */
export const machineName = (flow: string, project: Project | undefined): string =>
  deployedName(flow, project, MAX_MACHINE_NAME);

export const jobName = (machine: string, method: string): string =>
  `${machine}-${method.replace(/[^\w-]/g, '_')}`.slice(0, MAX_JOB_NAME);

/** States that belong to no step. */
export const BEGIN = 'flow.begin';
export const RUN = 'flow.run';
export const SUCCEEDED = 'flow.succeeded';
export const FAILED = 'flow.failed';
/** Sees which other runs are going on, goes on where there is none, and ends where there is. */
export const OTHERS = 'flow.others';
export const ALONE = 'flow.alone';
export const BUSY = 'flow.busy';

/** What a state beside a step's own does. */
export type Role =
  /** Reads what the step decided. */
  | 'control'
  /** Goes where the step decided. */
  | 'choose'
  /** Runs the branches, or the body, that the step opens. */
  | 'branches'
  | 'each'
  /** Reads the frames of the body's tasks, where they are few. */
  | 'frames'
  /** Begins the loop of which the step is the header, and goes on to the next visit. */
  | 'enter'
  | 'again'
  /** Ends the scope that begins with the step. */
  | 'end'
  /** The exit handler's state after a run that ended so. */
  | 'succeeded'
  | 'failed';

export interface StateNames {
  /** Of a step or an exit handler. */
  method(name: string): string;
  beside(name: string, role: Role): string;
  /** Of what a step opens. */
  region(id: RegionId, role: Role): string;
}

/** The same for the same question; all different. */
export function nameStates({ steps, exitHandlers }: Graph): StateNames {
  const names = new Map<string, string>();
  const taken = new Set<string>([BEGIN, OTHERS, ALONE, BUSY, RUN, SUCCEEDED, FAILED]);
  const give = (key: string, wish: string): string => {
    const known = names.get(key);
    if (known !== undefined) return known;
    const short = wish.length > MAX_STATE_NAME ? cut(wish, MAX_STATE_NAME - ROOM) : wish;
    let name = short;
    for (let number = 2; taken.has(name); number++) name = `${cut(short, MAX_STATE_NAME - ROOM)}-${number}`;
    taken.add(name);
    names.set(key, name);
    return name;
  };
  const method = (name: string): string => give(name, inLetters(name));
  const beside = (methods: readonly string[], role: Role): string =>
    give([...methods, role].join(':'), [...methods.map(method), role].join('.'));
  // Whoever is called as a state may be has the first choice.
  const all = [...steps, ...exitHandlers].map(({ name }) => name);
  for (const name of [...all.filter((one) => inLetters(one) === one), ...all]) method(name);
  return {
    method,
    beside: (name, role) => beside([name], role),
    region: (id, role) => beside(id.split(':').slice(1), role),
  };
}

/** For a number behind a name. */
const ROOM = 6;

/** Not in the middle of a character. */
const cut = (name: string, length: number): string => name.slice(0, length).replace(/[\ud800-\udbff]$/, '');

/**
 * Without the characters that AWS refuses in a state's name and a method's may have: `$`. And no scope's states may look like one of the functions of a
 * CloudFormation template, in which the machine stands: `{ "Ref": … }`.
 */
const inLetters = (name: string): string =>
  /^(?:Ref|Condition)$/.test(name) ? `${name}_` : name.replace(/[^\p{L}\p{M}\p{N}_-]/gu, '_');
