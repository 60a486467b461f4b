import type { Plan, PlanStep, Way } from '../plan.ts';
import { stepOf } from './frames.ts';

// A flow as its levels see it. A level is a scope, or the inside of one of its loops, with every loop within it folded to one node that bears its header's name;
// it has no cycles. One way on of a step crosses as many levels as it leaves loops, and leads somewhere on each.

/** A way leads back to the header of the level's own loop, */
export const AGAIN = Symbol('again');
/** or closes the branch or body, */
export const OUT = Symbol('out');
/** or leaves the level's loop. */
const LEAVE = Symbol('leave');

/** Where a way leads on a level: a step or folded loop of it, or off its end. */
export type Destination = string | typeof AGAIN | typeof OUT | typeof LEAVE;

/** What a level is to be told about its nodes: those that lead somewhere, and where those lead. */
export class Levels {
  readonly #plan: Plan;
  /** By step, as a node of its level. */
  readonly #into = new Map<string, Set<string>>();
  /** By header. */
  readonly #again = new Map<string, Set<string>>();
  /** By the first step of the scope. */
  readonly #out = new Map<string, Set<string>>();
  /** Of loops, by header. */
  readonly #exits = new Map<string, Set<Destination>>();
  /** By join. */
  readonly #openers = new Map<string, string>();

  /** Of one plan there is one: a process looks at it for each of its tasks. */
  static of(plan: Plan): Levels {
    const known = byPlan.get(plan);
    if (known !== undefined) return known;
    const levels = new Levels(plan);
    byPlan.set(plan, levels);
    return levels;
  }

  private constructor(plan: Plan) {
    this.#plan = plan;
    for (const [name, step] of Object.entries(plan.steps)) {
      for (const way of step.ways) {
        this.#enter(name, step, way);
        if (way.join !== undefined) this.#openers.set(way.join, name);
      }
    }
  }

  into(step: string): ReadonlySet<string> {
    return this.#into.get(step) ?? none;
  }

  /** A node, and those of its level from which it can be reached, after `from`, which all ways there pass. */
  between(from: string, node: string): ReadonlySet<string> {
    const found = new Set([node]);
    for (const at of found) for (const one of this.into(at)) if (one !== from) found.add(one);
    return found;
  }

  /** The nodes that lead back to a header, on the level of its loop. */
  backTo(header: string): ReadonlySet<string> {
    return this.#again.get(header) ?? none;
  }

  /** The nodes that close the scope that begins with `entry`. */
  outOf(entry: string): ReadonlySet<string> {
    return this.#out.get(entry) ?? none;
  }

  /** The step that opens the split or foreach that a join closes. */
  openerOf(join: string): string {
    const opener = this.#openers.get(join);
    if (opener === undefined) throw new Error(`\`${join}\` joins nothing in \`${this.#plan.flow}\``);
    return opener;
  }

  /** The one place where a node leads whatever is decided in it; undefined: decisions say. `depth`: the loops around its level. */
  always(node: string, depth: number): Destination | undefined {
    const { loops, ways, meet } = stepOf(this.#plan, node);
    if (loops.length > depth) {
      const [only, ...others] = this.#exits.get(node) ?? [];
      return others.length === 0 ? only : undefined;
    }
    const [way, ...others] = ways;
    return others.length > 0 ? meet : this.leadsTo(node, way, depth);
  }

  /** Where a way of `from` leads on a level around it; without one the flow ends. */
  leadsTo(from: string, way: Way | undefined, depth: number): Destination {
    if (way === undefined) return OUT;
    const { loops } = stepOf(this.#plan, from);
    const header = loops[depth - 1];
    if (header !== undefined && header === way.again) return AGAIN;
    const to = way.join ?? way.targets[0] ?? '';
    const { takes, loops: around } = stepOf(this.#plan, to);
    if (way.kind === 'go' && takes === 'inputs') return depth === 0 ? OUT : LEAVE;
    return header === undefined || around[depth - 1] === header ? to : LEAVE;
  }

  #enter(name: string, step: PlanStep, way: Way): void {
    for (let depth = step.loops.length; depth >= 0; depth--) {
      const node = step.loops[depth] ?? name;
      const to = this.leadsTo(name, way, depth);
      if (depth < step.loops.length) add(this.#exits, node, to);
      if (to === AGAIN) add(this.#again, step.loops[depth - 1] ?? '', node);
      else if (to === OUT) add(this.#out, step.scope?.entry ?? '', node);
      else if (to !== LEAVE) add(this.#into, to, node);
      if (to !== LEAVE) return;
    }
  }
}

const byPlan = new WeakMap<Plan, Levels>();

const none: ReadonlySet<never> = new Set();

function add<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, new Set([value]));
  else values.add(value);
}
