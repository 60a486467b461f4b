import { FlowSpec, step, type Inputs } from 'flowc';

export interface Row {
  readonly id: number;
  readonly label?: string;
}

/** Arrays, mutable and readonly; a body of two steps; `input` and `index`. */
export class OverArrays extends FlowSpec {
  names: string[] = [];
  rows: readonly Row[] = [];
  sizes: ReadonlyArray<readonly number[]> = [];
  seen: unknown;

  @step
  start() {
    this.next(this.name, { foreach: this.names });
  }
  @step
  async name(name: string) {
    this.seen = [name, this.input, this.index];
    this.next(this.more);
  }
  @step
  more() {
    this.seen = [this.input, this.index + 1];
    this.next(this.named);
  }
  @step
  named(inputs: Inputs<OverArrays>) {
    this.next(this.row, { foreach: this.rows.slice(0, inputs.length) });
  }
  @step
  row(row: Row) {
    this.seen = row.id;
    this.next(this.rowed);
  }
  @step
  rowed(inputs: Inputs<OverArrays>) {
    this.seen = inputs[0]?.seen;
    this.next(this.size, { foreach: this.sizes });
  }
  @step
  size(size: readonly number[]) {
    this.seen = size.length;
    this.next(this.end);
  }
  @step
  end(inputs: Inputs<OverArrays>) {
    this.seen = inputs.length;
  }
}

/** Map, Set, generator, iterator of an iterator, typed array. */
export class OverIterables extends FlowSpec {
  sizes = new Map<string, number>();
  ids = new Set<bigint>();

  @step
  start() {
    if (this.ids.size > 3) this.next(this.entry, { foreach: this.sizes });
    else if (this.ids.size > 2) this.next(this.id, { foreach: this.ids });
    else if (this.ids.size > 1) this.next(this.count, { foreach: this.counting() });
    else if (this.ids.size > 0) this.next(this.count, { foreach: this.sizes.values().map((size) => size + 1) });
    else this.next(this.count, { foreach: new Float64Array(3) });
  }
  *counting() {
    yield 1;
    yield 2;
  }
  @step
  entry([name, size]: [string, number]) {
    console.log(name.length + size);
    this.next(this.end);
  }
  @step
  id(id: bigint) {
    console.log(id + 1n);
    this.next(this.end);
  }
  @step
  count(count: number) {
    console.log(count + 1);
    this.next(this.end);
  }
  @step
  end(inputs: Inputs<OverIterables>) {
    console.log(inputs.length);
  }
}

/** A body may take a wider type than the elements have, or no parameter at all. */
export class Wider extends FlowSpec {
  pairs = [
    ['a', 1],
    ['b', 2],
  ] as const;

  @step
  start() {
    this.next(this.wide, { foreach: this.pairs });
  }
  @step
  wide(pair: readonly [string, number]) {
    this.next(this.either, { foreach: [pair[0], pair[1], null] });
  }
  @step
  either(value: string | number | null) {
    console.log(value);
    this.next(this.none, { foreach: [1, 2] });
  }
  @step
  none() {
    this.next(this.inner);
  }
  @step
  inner(inputs: Inputs<Wider>) {
    console.log(inputs.length);
    this.next(this.outer);
  }
  @step
  outer(inputs: Inputs<Wider>) {
    console.log(inputs.length);
    this.next(this.end);
  }
  @step
  end(inputs: Inputs<Wider>) {
    console.log(inputs.length);
  }
}

/** The way out for an async iterable. */
export class FromAsync extends FlowSpec {
  async *pages() {
    yield { url: 'https://example.com' };
  }
  @step
  async start() {
    this.next(this.page, { foreach: await Array.fromAsync(this.pages()) });
  }
  @step
  page(page: { url: string }) {
    console.log(page.url);
    this.next(this.end);
  }
  @step
  end(inputs: Inputs<FromAsync>) {
    console.log(inputs.length);
  }
}
