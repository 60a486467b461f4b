import type { Plan } from '../plan.ts';
import type { ExitRecord } from '../store/records.ts';
import type { Control, Task } from '../task.ts';
import { wayOf } from './after.ts';
import { NotDecided, type Decisions } from './decisions.ts';
import { stepOf, under } from './frames.ts';
import type { Destination, Levels } from './levels.ts';

// Follows recorded decisions on one level of a flow. Where a node leads to the same place whatever is decided, nothing is read.

/** One level in one run: a scope or the inside of a loop, whose tasks are those of its steps under these frames. */
export interface Level {
  readonly frames: string;
  /** The loops around it, inside its scope. */
  readonly depth: number;
}

/** The node from which a walk came to its end and, of a loop, how that was left where the walk had to know. */
interface Move {
  readonly node: string;
  readonly exit?: ExitRecord;
}

export class Walker {
  readonly #plan: Plan;
  readonly #levels: Levels;
  readonly #decisions: Decisions;

  constructor(plan: Plan, levels: Levels, decisions: Decisions) {
    this.#plan = plan;
    this.#levels = levels;
    this.#decisions = decisions;
  }

  async control(task: Task): Promise<Control> {
    const control = await this.#decisions.control(task);
    if (control === undefined) throw new NotDecided(task, false);
    return control;
  }

  /** The task that left a loop. */
  async exit(header: string, frames: string): Promise<ExitRecord> {
    const exit = await this.#decisions.exit(header, frames);
    if (exit === undefined) throw new NotDecided({ step: header, frames: under(frames, 'v0') }, true);
    return exit;
  }

  /**
   * The task that led to `wanted`, which one of `nodes` does; undefined where decisions lead past it. `from`: a node that all ways there pass, and for a
   * step or loop the nearest such.
   */
  async last(level: Level, from: string, wanted: Destination, nodes: ReadonlySet<string>): Promise<Task | undefined> {
    const [only, ...others] = nodes;
    const move = only !== undefined && others.length === 0 ? { node: only } : await this.#walk(level, from, wanted);
    if (move === undefined) return undefined;
    const { node, exit } = move;
    if (!this.#isLoop(node, level)) return { step: node, frames: level.frames };
    const { step, frames } = exit ?? (await this.exit(node, level.frames));
    return { step, frames };
  }

  /** Whether decisions lead from a level's entry to a way off it: back to its header, or out. */
  async leadsOff(level: Level, entry: string, wanted: symbol & Destination): Promise<boolean> {
    return (await this.#walk(level, entry, wanted)) !== undefined;
  }

  /** Whether decisions lead from a level's entry to another of its nodes: from each that all ways there pass to the next. */
  async leadsTo(level: Level, entry: string, node: string): Promise<boolean> {
    const passed = [node];
    for (let at = node; at !== entry;) {
      const { dominator } = stepOf(this.#plan, at);
      if (dominator === undefined) throw new Error(`\`${node}\` does not lie where \`${entry}\` begins`);
      passed.push(dominator);
      at = dominator;
    }
    let from = entry;
    for (const next of passed.toReversed().slice(1)) {
      const sure = this.#levels.always(from, level.depth) === next;
      if (!sure && (await this.#walk(level, from, next)) === undefined) return false;
      from = next;
    }
    return true;
  }

  /**
   * Follows decisions from a node to `wanted`. The first is read where `wanted` is a node: it may lie among the ways of `from`, its nearest dominator. It lies among
   * those of no later node, which would be a nearer one; so there the walk goes straight to where they meet. Of a node from which nothing leads to `wanted` nothing
   * is read: an engine that starts both arms may be running it.
   */
  async #walk(level: Level, from: string, wanted: Destination): Promise<Move | undefined> {
    let leading: ReadonlySet<string> | undefined;
    for (let node = from; ;) {
      const sure = node === from && typeof wanted === 'string' ? undefined : this.#levels.always(node, level.depth);
      const move = sure === undefined ? await this.#decide(level, node) : { node, to: sure };
      if (move.to === wanted) return move;
      if (typeof move.to !== 'string') return undefined;
      if (typeof wanted === 'string') leading ??= this.#levels.between(from, wanted);
      if (leading?.has(move.to) === false) return undefined;
      node = move.to;
    }
  }

  async #decide(level: Level, node: string): Promise<Move & { readonly to: Destination }> {
    if (!this.#isLoop(node, level)) {
      const task = { step: node, frames: level.frames };
      const way = wayOf(this.#plan, task, await this.control(task));
      return { node, to: this.#levels.leadsTo(node, way, level.depth) };
    }
    const exit = await this.exit(node, level.frames);
    const way = wayOf(this.#plan, exit, { next: exit.next });
    return { node, exit, to: this.#levels.leadsTo(exit.step, way, level.depth) };
  }

  #isLoop(node: string, { depth }: Level): boolean {
    return stepOf(this.#plan, node).loops.length > depth;
  }
}
