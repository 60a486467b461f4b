// Numbers for values, by identity and in the order in which they come. V8 holds no more than 2^24 entries in one Map, so there may be several.

const MOST = 2 ** 24 - 1;

export class Identities {
  readonly #maps: Map<unknown, number>[] = [];
  readonly #most: number;
  #last = new Map<unknown, number>();
  #size = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  numberOf(value: unknown): number | undefined {
    const known = this.#last.get(value);
    if (known !== undefined || this.#maps.length === 0) return known;
    for (const map of this.#maps) {
      const found = map.get(value);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  add(value: unknown): number {
    if (this.#last.size === this.#most) {
      this.#maps.push(this.#last);
      this.#last = new Map();
    }
    this.#last.set(value, this.#size);
    this.#size += 1;
    return this.#size - 1;
  }
}
