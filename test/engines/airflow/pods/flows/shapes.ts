import { FlowSpec, step, type Inputs } from 'flowc';

/**
 * A conditional and a loop in a foreach of three. A pod whose arm is not taken, and one of a visit that is not made, says so by its exit code.
 */
export class ConditionalFlow extends FlowSpec {
  size!: number;
  visits = 0;
  kind!: string;
  kinds!: string[];

  @step
  start() {
    this.next(this.grow, { foreach: [1, 20, 2] });
  }

  @step
  grow(size: number) {
    this.size = size;
    this.next(this.turn);
  }

  @step
  turn() {
    this.visits += 1;
    if (this.size > 10) this.next(this.big);
    else if (this.visits < this.size) this.next(this.turn, { maxVisits: 2 });
    else this.next(this.small);
  }

  @step
  big() {
    this.kind = `big ${this.size} ${this.visits}`;
    this.next(this.gather);
  }

  @step
  small() {
    this.kind = `small ${this.size} ${this.visits}`;
    this.next(this.gather);
  }

  @step
  gather(inputs: Inputs<ConditionalFlow>) {
    this.kinds = inputs.map(({ kind }) => kind);
    this.next(this.end);
  }

  @step
  end() {}
}

/** A foreach of two, of which one has an empty foreach in it, and then an empty one. */
export class EmptyFlow extends FlowSpec {
  count!: number;
  item!: string;
  items!: string[];
  all!: string[][];
  none!: number;

  @step
  start() {
    this.next(this.outer, { foreach: [2, 0] });
  }

  @step
  outer(count: number) {
    this.count = count;
    this.next(this.inner, { foreach: Array.from({ length: count }, (_, at) => `item ${at} of ${count}`) });
  }

  @step
  inner(item: string) {
    this.item = item;
    this.next(this.innerJoin);
  }

  @step
  innerJoin(inputs: Inputs<EmptyFlow>) {
    this.items = inputs.map(({ item }) => item);
    this.next(this.outerJoin);
  }

  @step
  outerJoin(inputs: Inputs<EmptyFlow>) {
    this.all = inputs.map(({ items }) => items);
    this.next(this.never, { foreach: [] as string[] });
  }

  @step
  never(item: string) {
    this.item = item;
    this.next(this.end);
  }

  @step
  end(inputs: Inputs<EmptyFlow>) {
    this.none = inputs.length;
  }
}
