import { FlowSpec, step, type Inputs } from 'flowc';

/** Elements of every kind of iterable, and the element and index of the innermost foreach in every step of its body. */
export class ForeachElementsFlow extends FlowSpec {
  seen: string[] = [];

  @step
  start() {
    this.next(this.outer, {
      foreach: new Map([
        ['a', [1, 2]],
        ['b', [3]],
      ]),
    });
  }

  @step
  outer([name, numbers]: readonly [string, readonly number[]]) {
    this.seen = [`${name}${this.index}`];
    this.next(this.inner, { foreach: new Set(numbers) });
  }

  @step
  inner(number: number) {
    this.seen = [...this.seen, `${number}${this.index}`];
    this.next(this.after);
  }

  @step
  after() {
    this.seen = [...this.seen, `${JSON.stringify(this.input)}${this.index}`];
    this.next(this.joinInner);
  }

  @step
  joinInner(inputs: Inputs<ForeachElementsFlow>) {
    this.seen = inputs.flatMap(({ seen }) => seen);
    this.next(this.between);
  }

  @step
  between() {
    this.seen = [...this.seen, `${JSON.stringify(this.input)}${this.index}`];
    this.next(this.joinOuter);
  }

  @step
  joinOuter(inputs: Inputs<ForeachElementsFlow>) {
    this.seen = inputs.flatMap(({ seen }) => seen);
    this.next(this.each, { foreach: squares(3) });
  }

  @step
  each({ square }: { readonly square: bigint }) {
    this.seen = [String(square)];
    this.next(this.end);
  }

  @step
  end(inputs: Inputs<ForeachElementsFlow>) {
    this.seen = inputs.flatMap(({ seen }) => seen);
  }
}

function* squares(count: number) {
  for (let number = 0; number < count; number++) yield { square: BigInt(number) ** 2n };
}
