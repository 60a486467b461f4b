import fc from 'fast-check';

// Random decisions as a list of numbers that are used up one after another. A generator written as a plain program over them shrinks well: fewer and
// smaller numbers make fewer and simpler decisions, as 0 is always the simplest and all that is left when the list is spent.

export class Dice {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number from 0 to `sides` − 1. */
  roll(sides: number): number {
    const number = this.#numbers[this.#at++] ?? 0;
    return sides < 2 ? 0 : number % sides;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.roll(times) === times - 1;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.roll(from.length)] ?? from[0];
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.flatMap(() => left.splice(this.roll(left.length), 1));
  }
}

/** As many decisions as one random flow takes. */
export const numbers: fc.Arbitrary<readonly number[]> = fc.array(fc.nat(0xfffff), { maxLength: 400, size: 'max' });
