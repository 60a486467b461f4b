/** A set of small numbers, for data flow over many steps: a row of bits that is joined and met a word at a time. */
export class BitSet {
  readonly #words: Uint32Array;

  private constructor(words: Uint32Array) {
    this.#words = words;
  }

  /** No number below `size`, or all of them. */
  static of(size: number, full: boolean): BitSet {
    return new BitSet(new Uint32Array(Math.ceil(size / 32)).fill(full ? 0xffffffff : 0));
  }

  copy(): BitSet {
    return new BitSet(this.#words.slice());
  }

  has(bit: number): boolean {
    return ((this.#words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  add(bit: number): void {
    const word = bit >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (bit & 31));
  }

  addAll(other: BitSet): void {
    other.#words.forEach((bits, word) => (this.#words[word] = (this.#words[word] ?? 0) | bits));
  }

  keepOnly(other: BitSet): void {
    other.#words.forEach((bits, word) => (this.#words[word] = (this.#words[word] ?? 0) & bits));
  }

  removeAll(other: BitSet): void {
    other.#words.forEach((bits, word) => (this.#words[word] = (this.#words[word] ?? 0) & ~bits));
  }

  equals(other: BitSet): boolean {
    return this.#words.every((bits, word) => bits === other.#words[word]);
  }
}
