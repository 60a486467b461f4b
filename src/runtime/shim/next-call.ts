import type { Next } from '../../api/flow-spec.ts';
import { encodeElements, type ElementsEncoded } from '../codec/elements.ts';
import type { Plan, PlanStep, Way } from '../plan.ts';
import { notStorable } from './artifact-fields.ts';
import type { TaskFiles } from './stored-file.ts';

// `this.next(…)` in a running step: which of the plan's ways it takes. Targets are known by identity, as the methods that the flow object has; names may be
// minified or bound away. A foreach's iterable is drained here and now, once, and its elements encoded as they come.

/** What a step decided. */
export interface Decision {
  readonly way: Way;
  readonly elements?: ElementsEncoded;
}

export interface NextOptions {
  readonly plan: Plan;
  /** The name of the step, or exit handler, that runs. */
  readonly step: string;
  readonly files: TaskFiles;
  /** A folder for elements that are too large for memory. */
  readonly spool: string;
}

export class NextCall {
  readonly #options: NextOptions;
  #steps: ReadonlyMap<unknown, string> | undefined;
  #decision: Decision | undefined;
  #isClosed = false;

  constructor(options: NextOptions) {
    this.#options = options;
  }

  /** `this.next`, for the flow object. */
  readonly next = ((...args: unknown[]): void => {
    this.#decide(args);
  }) as Next;

  /** Says which methods are steps. */
  of(flow: object): void {
    this.#steps = new Map(Object.keys(this.#options.plan.steps).map((name) => [Reflect.get(flow, name), name]));
  }

  /** The step has ended: what it decided, undefined at `end`. */
  close(): Decision | undefined {
    this.#isClosed = true;
    if (this.#decision === undefined && (this.#step()?.ways.length ?? 0) > 0) {
      throw new Error(
        `the step \`${this.#options.step}\` ended without \`this.next(…)\`: every way through a step other than \`end\` reaches exactly one`,
      );
    }
    return this.#decision;
  }

  #step(): PlanStep | undefined {
    return this.#options.plan.steps[this.#options.step];
  }

  #decide(args: readonly unknown[]): void {
    const { step } = this.#options;
    const ways = this.#step()?.ways;
    if (ways === undefined) throw new Error(`\`${step}\` is no step but an exit handler: nothing comes after it`);
    if (this.#isClosed)
      throw new Error(`\`this.next(…)\` was called after the step \`${step}\` had ended: \`await\` what calls it`);
    if (this.#decision !== undefined)
      throw new Error(`the step \`${step}\` called \`this.next(…)\` twice: a step goes on in one way`);
    if (ways.length === 0) throw new Error(`\`${step}\` is the last step: nothing comes after it`);
    const options = isOptions(args.at(-1)) ? args.at(-1) : undefined;
    const targets = (options === undefined ? args : args.slice(0, -1)).map((target) => this.#nameOf(target));
    const hasElements = isOptions(options) && Object.hasOwn(options, 'foreach');
    const kind = hasElements ? 'foreach' : targets.length > 1 ? 'split' : 'go';
    const way = ways.find((one) => one.kind === kind && isSame(one.targets, targets));
    if (way === undefined) throw this.#unknownWay(targets, hasElements);
    this.#decision = hasElements ? { way, elements: this.#drain(options['foreach']) } : { way };
  }

  #nameOf(target: unknown): string {
    const name = this.#steps?.get(target);
    if (typeof target === 'function' && name !== undefined) return name;
    const what =
      typeof target === 'function'
        ? `a function \`${target.name}\` that is no step of the flow`
        : `${describe(target)}, which is no step`;
    throw new Error(
      `\`this.next(…)\` in the step \`${this.#options.step}\` was given ${what}: name a step by its method, \`this.next(this.end)\``,
    );
  }

  #unknownWay(targets: readonly string[], foreach: boolean): Error {
    const written = `this.next(${targets.map((name) => `this.${name}`).join(', ')}${foreach ? ', { foreach: … }' : ''})`;
    return new Error(
      `the step \`${this.#options.step}\` called \`${written}\`, which is not what flowc read in its source: ` +
        'write each `this.next(…)` with the steps themselves, and deploy the flow again where its code has changed',
    );
  }

  #drain(elements: unknown): ElementsEncoded {
    const { plan, step, files, spool } = this.#options;
    const where = `\`${plan.flow}\`, step \`${step}\`, elements of the foreach`;
    if (typeof elements === 'string')
      throw new TypeError(`${where}: a string is not taken apart; give \`[...text]\` or \`text.split(…)\``);
    if (!isIterable(elements)) {
      const isAsync = typeof elements === 'object' && elements !== null && Symbol.asyncIterator in elements;
      throw new TypeError(
        isAsync
          ? `${where}: an async iterable cannot be read at once; give \`await Array.fromAsync(it)\``
          : `${where}: ${describe(elements)} cannot be iterated; give an array, Map, Set or generator`,
      );
    }
    try {
      return encodeElements(elements, files, spool);
    } catch (error) {
      throw notStorable(error, where);
    }
  }
}

const isOptions = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Symbol.iterator in value &&
  typeof value[Symbol.iterator] === 'function';

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at]);

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
