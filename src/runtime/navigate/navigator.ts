import type { Plan } from '../plan.ts';
import type { Control, Task } from '../task.ts';
import { after, firstTask, wayOf } from './after.ts';
import { NotTaken, type Decisions } from './decisions.ts';
import { fits, joinAround, partsOf, scopeFrames, stepOf, under, visitOf } from './frames.ts';
import { AGAIN, Levels, OUT, type Destination } from './levels.ts';
import { Walker, type Level } from './walker.ts';

// Backward: from a task to where it came from, by what the tasks before it decided. A record counts only where decisions lead to it: an arm that was not taken
// may have left some, and so nothing is ever found by looking who left one. From the nearest step that every way passes, decisions are followed on one
// level, where a loop is one node: which of its tasks left it stands in its exit record. What has to come that way whatever is decided costs no
// read, so a read is spent on each decision that matters and on nothing else.

/** What a join joins. */
export interface Join {
  readonly opener: Task;
  readonly control: Control;
  readonly kind: 'split' | 'foreach';
  /** The names of a split's branches, in the order written. */
  readonly branches?: readonly string[];
  readonly count: number;
  /** The last task of a branch or element. */
  input(index: number): Promise<Task>;
}

/** A foreach that is open around a task. */
export interface OpenForeach {
  readonly opener: Task;
  /** The opener's step. */
  readonly step: string;
  readonly index: number;
  readonly size: number;
}

export class Navigator {
  readonly #plan: Plan;
  readonly #levels: Levels;
  readonly #walker: Walker;

  constructor(plan: Plan, decisions: Decisions) {
    this.#plan = plan;
    this.#levels = Levels.of(plan);
    this.#walker = new Walker(plan, this.#levels, decisions);
  }

  /**
   * The task that handed over to one that is no join: for the first of a branch or body the one that opened it. Undefined for the run's first.
   *
   * @throws NotDecided where a result that leads there is missing.
   * @throws NotTaken where decisions lead elsewhere, as far as they are read: `isTaken` reads all that matter.
   */
  async parent(task: Task): Promise<Task | undefined> {
    const { step, frames } = task;
    const { takes, loops, dominator } = stepOf(this.#plan, step);
    if (takes === 'inputs') throw new Error(`\`${step}\` is a join: it has inputs and no parent`);
    const isHeader = loops.at(-1) === step;
    const parts = partsOf(frames);
    const outside = (isHeader ? parts.slice(0, -1) : parts).join('.');
    const visit = isHeader ? visitOf(parts.at(-1)) : 0;
    if (visit > 0) {
      const level = { frames: under(outside, `v${visit - 1}`), depth: loops.length };
      return this.#last(task, level, step, AGAIN, this.#levels.backTo(step));
    }
    if (dominator === undefined) return this.#opener(task);
    const level = { frames: outside, depth: isHeader ? loops.length - 1 : loops.length };
    return this.#last(task, level, dominator, step, this.#levels.into(step));
  }

  /**
   * What a join joins.
   *
   * @throws NotDecided where the result of what opened it is missing.
   * @throws NotTaken where that opened something else.
   */
  async joinOf(task: Task): Promise<Join> {
    const opener = await this.#openedBy(this.#levels.openerOf(task.step), task, task);
    const control = await this.#walker.control(opener);
    const opened = after(this.#plan, opener, control);
    if (opened.kind !== 'group' || opened.join.step !== task.step) throw new NotTaken(task);
    const branches = wayOf(this.#plan, opener, control)?.targets ?? [];
    return {
      opener,
      control,
      kind: opened.open,
      ...(opened.open === 'split' ? { branches } : {}),
      count: opened.count,
      input: (index) => {
        const first = opened.first(index);
        const level = { frames: scopeFrames(this.#plan, first).join('.'), depth: 0 };
        return this.#last(task, level, first.step, OUT, this.#levels.outOf(first.step));
      },
    };
  }

  /** The foreaches that are open around a task, the outermost first. */
  async foreachOf(task: Task): Promise<readonly OpenForeach[]> {
    const open: OpenForeach[] = [];
    for (let at: Task | undefined = task; at !== undefined; at = joinAround(this.#plan, at)) {
      const opener = stepOf(this.#plan, at.step).scope?.kind === 'foreach' ? await this.#opener(at) : undefined;
      if (opener === undefined) continue;
      const { count: size = 0 } = await this.#walker.control(opener);
      open.push({ opener, step: opener.step, index: Number(scopeFrames(this.#plan, at).at(-1)), size });
    }
    return open.toReversed();
  }

  /**
   * The guard: whether recorded decisions lead to this very task. Scopes are asked from the outside in: in one that was not opened nobody has decided
   * anything, and nobody will.
   *
   * @throws NotDecided where a result that says so is missing, of a task that decisions do lead to.
   */
  async isTaken(task: Task): Promise<boolean> {
    if (!fits(this.#plan, task)) return false;
    const inside: Task[] = [];
    for (let at: Task | undefined = task; at !== undefined; at = joinAround(this.#plan, at)) inside.unshift(at);
    try {
      for (const at of inside) if (!(await this.#isOpen(at))) return false;
      return await this.#isReached(task);
    } catch (error) {
      if (error instanceof NotTaken) return false;
      throw error;
    }
  }

  /** Whether the branch or body around a task was opened, given that what is around its opener was. */
  async #isOpen(task: Task): Promise<boolean> {
    const { scope } = stepOf(this.#plan, task.step);
    const join = joinAround(this.#plan, task);
    if (scope === undefined || join === undefined) return true;
    const left = this.#leftByOpening(scope.opener, join);
    // A loop that was never entered nobody has left.
    if (left !== undefined && !(await this.#isReached({ step: left, frames: under(join.frames, 'v0') }))) return false;
    const opener = await this.#openedBy(scope.opener, join, task);
    return (await this.#isReached(opener)) && this.#opens(opener, task);
  }

  /** Whether decisions lead from the first step of a task's scope to it, in the visits that it names. */
  async #isReached(task: Task): Promise<boolean> {
    const { scope, loops } = stepOf(this.#plan, task.step);
    const outer = scopeFrames(this.#plan, task);
    const visits = partsOf(task.frames).slice(outer.length).map(visitOf);
    let entry = scope?.entry ?? firstTask(this.#plan).step;
    let frames = outer.join('.');
    for (const [at, header] of loops.entries()) {
      if (!(await this.#walker.leadsTo({ frames, depth: at }, entry, header))) return false;
      const last = visits[at] ?? 0;
      for (let visit = 0; visit < last; visit++) {
        const inside = { frames: under(frames, `v${visit}`), depth: at + 1 };
        if (!(await this.#walker.leadsOff(inside, header, AGAIN))) return false;
      }
      frames = under(frames, `v${last}`);
      entry = header;
    }
    return this.#walker.leadsTo({ frames, depth: loops.length }, entry, task.step);
  }

  /** Whether a task opened the branch or body of another. */
  async #opens(opener: Task, task: Task): Promise<boolean> {
    const { scope } = stepOf(this.#plan, task.step);
    if (scope?.kind === 'split' && stepOf(this.#plan, opener.step).ways.length === 1) return true;
    const opened = after(this.#plan, opener, await this.#walker.control(opener));
    if (opened.kind !== 'group' || opened.join.step !== scope?.join) return false;
    return opened.open === 'split' || Number(scopeFrames(this.#plan, task).at(-1)) < opened.count;
  }

  /** The task that opened the branch or body around another; undefined at the top. */
  async #opener(task: Task): Promise<Task | undefined> {
    const { scope } = stepOf(this.#plan, task.step);
    const join = joinAround(this.#plan, task);
    return scope === undefined || join === undefined ? undefined : this.#openedBy(scope.opener, join, task);
  }

  /** The opener of what `join` closes: beside it or, where it left loops by opening, as their exit names it. */
  async #openedBy(step: string, join: Task, task: Task): Promise<Task> {
    const left = this.#leftByOpening(step, join);
    if (left === undefined) return { step, frames: join.frames };
    const exit = await this.#walker.exit(left, join.frames);
    if (exit.step !== step) throw new NotTaken(task);
    return { step, frames: exit.frames };
  }

  /** The outermost loop that a step leaves by opening what `join` closes. */
  #leftByOpening(step: string, join: Task): string | undefined {
    return stepOf(this.#plan, step).loops[stepOf(this.#plan, join.step).loops.length];
  }

  async #last(task: Task, level: Level, from: string, wanted: Destination, nodes: ReadonlySet<string>): Promise<Task> {
    const last = await this.#walker.last(level, from, wanted, nodes);
    if (last === undefined) throw new NotTaken(task);
    return last;
  }
}
