import type { Dice } from './dice.ts';
import type { Naming } from './naming.ts';
import { END } from './region-tree.ts';
import type { TreeStep, TreeWay } from './steps-of.ts';

// The body of a step: something done to artifacts so that each is set wherever it is read, then the ways on in one of the many forms in which
// TypeScript can choose among them, in the order of the tree.

export interface BodyOptions {
  readonly naming: Naming;
  readonly dice: Dice;
  readonly isAsync: boolean;
  /** It is under `@catchError`: what it assigns could be unset after it. */
  readonly isCaught: boolean;
  readonly hasElement: boolean;
}

export const element = 'element: number';

export function bodyOf(step: TreeStep, options: BodyOptions): readonly string[] {
  const writer = new BodyWriter(options);
  return [...writer.work(step), ...(step.id === END ? [] : writer.ways(step.ways))];
}

class BodyWriter {
  readonly #options: BodyOptions;

  constructor(options: BodyOptions) {
    this.#options = options;
  }

  work(step: TreeStep): string[] {
    const { dice, isCaught, hasElement } = this.#options;
    if (isCaught) return ['console.log(this.total);'];
    const lines: string[] = [];
    if (step.id === 0 && step.takes === 'nothing') lines.push('this.total = 0;');
    if (step.takes === 'inputs') lines.push(...this.#join());
    if (hasElement) lines.push('this.total = element;');
    if (step.elements > 0 && dice.once(4)) lines.push('this.total += this.index;');
    return [...lines, ...statements.filter(() => dice.once(6))];
  }

  #join(): readonly string[] {
    return this.#options.dice.pick<readonly string[]>([
      ['this.total = inputs.length;', 'this.notes = inputs.flatMap((input) => input.notes);', 'this.last = undefined;'],
      [
        'let sum = 0;',
        'for (const { total } of inputs) sum += total;',
        'this.total = sum;',
        'this.notes = [];',
        "this.last = 'join';",
      ],
      [
        "this.merge(inputs, { exclude: ['total', 'notes', 'last', 'caught'] });",
        'this.total = inputs[0]?.total ?? 0;',
        "[this.notes, this.last] = [[], 'x'];",
      ],
    ]);
  }

  ways(ways: readonly TreeWay[]): string[] {
    const { dice } = this.#options;
    const [first, ...rest] = ways;
    if (first === undefined) return [];
    switch (dice.roll(10)) {
      case 1:
        return ['try {', ...this.#choose(ways), '} finally {', 'this.close();', '}'];
      case 2:
        return [`if (${this.#condition()}) throw new Error('no');`, ...this.#choose(ways)];
      case 3:
        return [
          `if (${this.#condition()}) {`,
          ...this.#goOn(first),
          '} else {',
          ...this.#choose([first, ...rest]),
          '}',
        ];
      default:
        return this.#choose(ways);
    }
  }

  #choose(ways: readonly TreeWay[]): string[] {
    const { dice } = this.#options;
    const [first, second, ...more] = ways;
    if (first === undefined) return [];
    if (second === undefined) return this.#goOn(first);
    const rest = [second, ...more];
    const plain = ways.every(({ kind, maxVisits }) => kind === 'go' && maxVisits === undefined);
    switch (dice.roll(plain ? 7 : 6)) {
      case 0:
        return [`if (${this.#condition()}) {`, ...this.#goOn(first), '} else {', ...this.ways(rest), '}'];
      case 1:
        return [`if (${this.#condition()}) return ${this.#next(first)};`, ...this.ways(rest)];
      case 2:
        return [`if (${this.#condition()}) {`, this.#next(first), 'return;', '}', ...this.ways(rest)];
      case 3:
        return [`${this.#ternary(ways, (way) => this.#next(way))};`];
      case 4:
        return this.#switch(ways);
      case 5:
        return [`if (${this.#condition()}) ${this.#next(first)};`, 'else', '{', ...this.#choose(rest), '}'];
      default:
        return [
          `${dice.pick(['', 'return '])}this.next(${this.#ternary(ways, ({ targets }) => this.#targets(targets))});`,
        ];
    }
  }

  #switch(ways: readonly TreeWay[]): string[] {
    const { dice } = this.#options;
    const cases = ways.flatMap((way, at) => {
      const isLast = at === ways.length - 1;
      const label = isLast ? 'default:' : `case ${at}:`;
      const through = dice.once(4) && !isLast ? [`case ${at + 100}: {`, "this.last = 'through';", '}'] : [];
      const end = dice.pick([['break;'], ['return;']]);
      return [
        ...through,
        label,
        ...(dice.roll(2) === 0 ? [`return ${this.#next(way)};`] : [`${this.#next(way)};`, ...end]),
      ];
    });
    return [
      'switch (this.total) {',
      ...(this.#options.isCaught ? cases.filter((line) => !line.includes('last')) : cases),
      '}',
    ];
  }

  #goOn(way: TreeWay): string[] {
    const next = this.#next(way);
    return this.#options.dice.pick([[`${next};`], [`return ${next};`], [`{ ${next} }`], [next, '// done', ';']]);
  }

  #next({ kind, targets, maxVisits }: TreeWay): string {
    const { dice } = this.#options;
    const list = this.#targets(targets);
    const comma = dice.pick(['', '', ',', '/* , */']);
    if (maxVisits !== undefined) return `this.next(${list}, { maxVisits: ${maxVisits}${comma} })`;
    if (kind !== 'foreach')
      return dice.pick([`this.next(${list}${comma})`, `this.next(\n${list}\n)`, `this\n.next( ${list} )`]);
    const over = dice.pick(['this.elements', '[1, 2, 3]', 'new Set(this.elements)', 'this.elements.map((x) => x * 2)']);
    return `this.next(${list}, { ${dice.pick(['foreach', "'foreach'"])}: ${over}${comma} })`;
  }

  #targets(ids: readonly number[]): string {
    const { dice, naming } = this.#options;
    return ids.map((id) => dice.pick([`this.${naming(id)}`, `this.${naming(id)}`, `(this.${naming(id)})`])).join(', ');
  }

  #ternary(ways: readonly TreeWay[], write: (way: TreeWay) => string): string {
    const texts = ways.map(write);
    return texts.reduceRight((rest, text) => `${this.#condition()} ? ${text} : ${rest}`);
  }

  #condition(): string {
    const { dice, isAsync } = this.#options;
    const plain = [
      'Math.random() < 0.5',
      'this.total > 3',
      'this.check()',
      'this.elements.length === 2 && this.total',
      '!(this.total || this.check())',
    ] as const;
    return isAsync ? dice.pick([...plain, '(await this.ask()) === true', 'await this.ask()']) : dice.pick(plain);
  }
}

const statements = [
  'this.total += 1;',
  "this.notes.push('x');",
  'for (const each of this.elements) { if (each > 2) continue; this.total += each; }',
  "this.last = `${this.total} ${'this.next(this.end)'}`;",
  'const { total: before } = this; this.total = before * 2;',
  'try { this.close(); } catch { this.close(); }',
  'while (this.total > 100) this.total /= 2;',
];
