import type { Plan, Way } from '../plan.ts';
import { FORMAT, type ExitRecord } from '../store/records.ts';
import { taskId, type Control, type Task } from '../task.ts';
import { entryTask, joinAround, partsOf, scopeFrames, stepOf, visitOf } from './frames.ts';

// Forward: what a task decides, in the words of the control, and what runs then. Nothing is read here.

/** A loop would be visited once more than it may. The engine does not try again. */
export class BoundExceeded extends Error {
  override readonly name = 'BoundExceeded';
  readonly header: string;
  readonly maxVisits: number;

  constructor({ step, frames }: Task, header: string, maxVisits: number) {
    super(
      `\`${step}\` (task ${taskId({ frames })}) goes back to \`${header}\`, which has been visited ${maxVisits} times: as often as ` +
        `\`maxVisits: ${maxVisits}\` lets it. Leave the loop sooner, or raise maxVisits in \`this.next\`.`,
    );
    this.header = header;
    this.maxVisits = maxVisits;
  }
}

/** What runs after a task. */
export type After =
  /** Go on: also to a loop's next visit, also out of a loop. */
  | { readonly kind: 'task'; readonly task: Task }
  /** Branches or elements, side by side. Where the count is 0 the join runs at once. */
  | {
      readonly kind: 'group';
      readonly open: 'split' | 'foreach';
      readonly first: (index: number) => Task;
      readonly count: number;
      readonly join: Task;
    }
  /** This branch or element is done; the join runs once all are. */
  | { readonly kind: 'close'; readonly join: Task }
  | { readonly kind: 'end' };

/** The run's first task. */
export const firstTask = (plan: Plan): Task => entryTask(plan, 'start', []);

/**
 * The control of a task that takes `way`; undefined at `end`. `count`: the elements of a foreach.
 *
 * @throws BoundExceeded where a visit too many would open.
 */
export function controlOf(plan: Plan, task: Task, way: Way | undefined, count = 0): Control {
  const [next] = way?.targets ?? [];
  if (way === undefined || next === undefined) return {};
  if (way.kind === 'split') return { next };
  if (way.kind === 'foreach') {
    const { frames } = arrive(plan, task, way.join ?? '');
    return { next, count, inside: frames === '' ? '' : `${frames}.` };
  }
  if (way.again === undefined) return { next };
  const { frames: again } = arrive(plan, task, way.again);
  const { maxVisits = Infinity } = way;
  if (visitOf(partsOf(again).at(-1)) >= maxVisits) throw new BoundExceeded(task, way.again, maxVisits);
  return { next, again };
}

/** A loop that is left: its header, the frames around it, and what to write there. */
export interface Exit {
  readonly header: string;
  readonly frames: string;
  readonly record: ExitRecord;
}

/**
 * One for each loop that the way taken leaves, the outermost first. The inner ones are written too: their place may hold what a task wrote that
 * has been run again since, and left the loop another way then.
 */
export function exitsOf(plan: Plan, task: Task, control: Control): readonly Exit[] {
  const way = wayOf(plan, task, control);
  const [next] = way?.targets ?? [];
  if (way?.leaves === undefined || next === undefined) return [];
  const { loops } = stepOf(plan, task.step);
  const parts = partsOf(task.frames);
  const outermost = parts.length - loops.length + loops.indexOf(way.leaves);
  const record: ExitRecord = { format: FORMAT, step: task.step, frames: task.frames, next };
  return loops.slice(loops.indexOf(way.leaves)).map((header, at) => {
    return { header, frames: parts.slice(0, outermost + at).join('.'), record };
  });
}

export function after(plan: Plan, task: Task, control: Control): After {
  const way = wayOf(plan, task, control);
  const [next] = way?.targets ?? [];
  if (way === undefined || next === undefined) return { kind: 'end' };
  if (way.kind !== 'go') return openedBy(plan, task, way, control.count ?? 0);
  const join = stepOf(plan, next).takes === 'inputs' ? joinAround(plan, task) : undefined;
  return join === undefined ? { kind: 'task', task: arrive(plan, task, next) } : { kind: 'close', join };
}

function openedBy(plan: Plan, task: Task, { kind, targets, join: name = '' }: Way, elements: number): After {
  const join = arrive(plan, task, name);
  const scope = partsOf(join.frames);
  const [body = ''] = targets;
  if (kind === 'foreach') {
    const first = (index: number): Task => entryTask(plan, body, [...scope, String(index)]);
    return { kind: 'group', open: 'foreach', first, count: elements, join };
  }
  const first = (index: number): Task => entryTask(plan, targets[index] ?? '', scope);
  return { kind: 'group', open: 'split', first, count: targets.length, join };
}

/** The way that a control names; undefined at `end`. */
export function wayOf(plan: Plan, { step, frames }: Task, { next }: Control): Way | undefined {
  const { ways } = stepOf(plan, step);
  const way = ways.find(({ targets }) => targets[0] === next);
  if (way === undefined && (next !== undefined || ways.length > 0)) {
    const says = next === undefined ? 'says of no next step' : `says that \`${next}\` is next`;
    throw new Error(
      `what is recorded of \`${step}\` (task ${taskId({ frames })}) ${says}, which the graph of \`${plan.flow}\` does not have: ` +
        'it was not written by this flow',
    );
  }
  return way;
}

/** `to` in the same scope, come to from a task: the visits of loops left are forgotten, that of a header counts one more or begins. */
function arrive(plan: Plan, task: Task, to: string): Task {
  const { loops } = stepOf(plan, task.step);
  const scope = scopeFrames(plan, task);
  const parts = partsOf(task.frames);
  const visits = stepOf(plan, to).loops.map((header, at) => {
    if (loops[at] !== header) return 'v0';
    const visit = parts[scope.length + at] ?? 'v0';
    return header === to ? `v${visitOf(visit) + 1}` : visit;
  });
  return { step: to, frames: [...scope, ...visits].join('.') };
}
