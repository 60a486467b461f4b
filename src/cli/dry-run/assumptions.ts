import { didYouMean } from '../../compiler/diagnostics/did-you-mean.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Plan, PlanStep, Way } from '../../runtime/plan.ts';
import type { Task } from '../../runtime/task.ts';
import { CannotRun } from '../cannot-run.ts';
import { defaultWays } from './default-ways.ts';

// What a dry run takes for granted, since only the steps' code could tell: how wide a foreach is and which way a step decides for. `--assume` says
// it; for the rest there are defaults, and the report tells which of them it used.

/** The width of a foreach of which nothing is known. */
const SOME = 2;

/** Something that the walk had to know. */
export interface Assumed {
  readonly kind: 'width' | 'way';
  /** The step that opens the foreach or decides. */
  readonly step: string;
  /** The first step of the foreach's body. */
  readonly body?: string;
  /** The field that the foreach runs over. */
  readonly over?: string;
  /** As `--assume` would say it: `50`, `improve*3,end`. */
  readonly value: string;
  readonly from: 'command line' | 'source' | 'default';
}

/** A foreach as one may name it. */
interface Foreach {
  readonly step: string;
  readonly body: string;
  readonly over?: string;
  /** Elements written out in the source. */
  readonly count?: number;
}

/** So many visits go this way; undefined: all that follow. */
interface Turn {
  readonly way: Way;
  readonly times?: number;
}

export class Assumptions {
  readonly #plan: Plan;
  readonly #foreaches: readonly Foreach[];
  readonly #widths = new Map<Foreach, number>();
  readonly #turns = new Map<string, { readonly text: string; readonly turns: readonly Turn[] }>();
  readonly #defaults: ReadonlyMap<string, Way>;
  /** By what was asked. */
  readonly #used = new Map<string, Assumed>();

  /** `texts`: the values of `--assume`, cut at their commas. Throws CannotRun where one names nothing or says what cannot be. */
  constructor(graph: Graph, plan: Plan, texts: readonly string[]) {
    this.#plan = plan;
    this.#foreaches = foreachesIn(graph);
    this.#defaults = defaultWays(plan);
    const said = new Set<string>();
    for (const text of whole(texts)) {
      const [name, value] = splitAt(text, '=');
      if (said.has(name)) throw new CannotRun(`\`--assume ${name}=…\` is given twice`, 'Say it once.');
      said.add(name);
      if (/^\d+$/.test(value)) this.#assumeWidth(name, value);
      else this.#assumeWay(name, value);
    }
  }

  /** All that the walk asked, in its order. */
  get used(): readonly Assumed[] {
    return [...this.#used.values()];
  }

  /** The way on that a task takes; undefined at `end`. */
  way({ step, frames }: Task): Way | undefined {
    const { ways, loops } = this.#step(step);
    const [only, ...others] = ways;
    if (others.length === 0) return only;
    const said = this.#turns.get(step);
    const way = this.#defaults.get(step) ?? only;
    const name = way?.targets[0] ?? '';
    const value = said?.text ?? name;
    this.#used.set(`way ${step}`, { kind: 'way', step, value, from: said === undefined ? 'default' : 'command line' });
    let visit = loops.length === 0 ? 0 : Number(/\d+$/.exec(frames)?.[0]);
    for (const { way: turn, times = Infinity } of said?.turns ?? []) {
      if (visit < times) return turn;
      visit -= times;
    }
    return way;
  }

  /** How many elements a foreach has. */
  width(step: string, { targets: [body = ''] }: Way): number {
    const foreach = this.#foreaches.find((each) => each.step === step && each.body === body);
    const said = foreach === undefined ? undefined : this.#widths.get(foreach);
    const width = said ?? foreach?.count ?? SOME;
    const from = said !== undefined ? 'command line' : foreach?.count === undefined ? 'default' : 'source';
    const { over } = foreach ?? {};
    this.#used.set(`width ${step} ${body}`, {
      kind: 'width',
      step,
      body,
      ...(over === undefined ? {} : { over }),
      value: String(width),
      from,
    });
    return width;
  }

  #assumeWidth(name: string, value: string): void {
    const named = this.#foreaches.filter(({ step, body, over }) => [step, body, over].includes(name));
    if (named.length === 0) {
      if (this.#decides(name)) throw this.#notAWay(name, value);
      throw this.#unknown(name);
    }
    if (!Number.isSafeInteger(Number(value)))
      throw new CannotRun(`\`--assume ${name}=${value}\` is too wide to count`, 'Say a smaller number.');
    for (const foreach of named) this.#widths.set(foreach, Number(value));
  }

  #assumeWay(name: string, text: string): void {
    if (!this.#decides(name)) {
      const isForeach = this.#foreaches.some(({ step, body, over }) => [step, body, over].includes(name));
      if (!isForeach) throw this.#unknown(name);
      throw new CannotRun(
        `\`--assume ${name}=${text}\` is no width: \`${name}\` names a foreach`,
        `Say how many elements there are: \`--assume ${name}=50\`.`,
      );
    }
    const turns = text.split(',').map((turn) => this.#turn(name, turn));
    this.#turns.set(name, { text, turns });
  }

  #turn(name: string, text: string): Turn {
    const [, target = text, times] = /^(.*?)\*(\d+)$/.exec(text) ?? [];
    const way = this.#step(name).ways.find(({ targets }) => targets.includes(target));
    if (way === undefined) throw this.#notAWay(name, target);
    return times === undefined ? { way } : { way, times: Number(times) };
  }

  #notAWay(name: string, target: string): CannotRun {
    const targets = this.#step(name).ways.flatMap((way) => way.targets);
    return new CannotRun(
      `\`${name}\` does not go on to \`${target}\`${didYouMean(target, targets)}`,
      `It goes on to ${list(targets)}: \`--assume ${name}=${targets[0] ?? ''}\`, or for the visits of a loop \`--assume ${name}=${targets[0] ?? ''}*3\`.`,
    );
  }

  #unknown(name: string): CannotRun {
    const widths = this.#foreaches.map(({ over, body }) => over ?? body);
    const deciding = Object.keys(this.#plan.steps).filter((step) => this.#decides(step));
    const known = new Set([...widths, ...this.#foreaches.flatMap(({ step, body }) => [step, body]), ...deciding]);
    const ways = [
      widths.length === 0 ? 'it has no foreach' : `the width of ${list(widths)}`,
      deciding.length === 0 ? 'no step of it decides' : `the way on of ${list(deciding)}`,
    ];
    return new CannotRun(
      `there is nothing to assume of \`${name}\` in \`${this.#plan.flow}\`${didYouMean(name, known)}`,
      `What can be assumed: ${ways.join('; ')}.`,
    );
  }

  #decides(name: string): boolean {
    return Object.hasOwn(this.#plan.steps, name) && this.#step(name).ways.length > 1;
  }

  #step(name: string): PlanStep {
    const step = this.#plan.steps[name];
    if (step === undefined) throw new Error(`the plan has no step ${name}`);
    return step;
  }
}

function foreachesIn(graph: Graph): readonly Foreach[] {
  return graph.steps.flatMap(({ name, transitions }) =>
    transitions.flatMap(({ kind, targets: [target], over, count }): Foreach[] => {
      if (kind !== 'foreach' || target === undefined) return [];
      return [
        {
          step: name,
          body: target.step,
          ...(over === undefined ? {} : { over }),
          ...(count === undefined ? {} : { count }),
        },
      ];
    }),
  );
}

/** Puts together what was cut at the commas between turns: what has no `=` belongs to what stands before it. */
function whole(texts: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const text of texts) {
    const before = found.at(-1);
    if (text.includes('=')) found.push(text);
    else if (before !== undefined) found[found.length - 1] = `${before},${text}`;
    else {
      throw new CannotRun(
        `\`--assume ${text}\` says nothing`,
        'Say what of it: `--assume items=50` for the width of a foreach, `--assume pick=publish` for the way on of a step.',
      );
    }
  }
  return found;
}

function splitAt(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
}

const list = (names: readonly string[]): string => [...new Set(names)].map((name) => `\`${name}\``).join(', ');
