import { FlowSpec, step, type Inputs } from 'flowc';

/** Every way to read inputs, by any parameter name. */
export class Reads extends FlowSpec {
  score!: number;
  label?: string;
  total = 0;
  private secret = 1;

  @step
  start() {
    this.next(this.left, this.right);
  }
  @step
  left() {
    this.score = this.secret;
    this.next(this.join);
  }
  @step
  right() {
    this.score = 2;
    this.next(this.join);
  }
  @step
  async join(branches: Inputs<Reads>) {
    const { left, right } = branches;
    const [first, ...others] = branches;
    for (const branch of branches) this.total += branch.score;
    this.total += left.score + right.score + (first?.score ?? 0) + others.length + (branches.at(-1)?.score ?? 0);
    this.total += branches.filter((branch) => branch.label !== undefined).length + branches[0]!.score;
    this.total += [...branches].reduce((sum, { score }) => sum + score, 0) + this.count(branches);
    this.score = Math.max(...branches.map((branch) => branch.score));
    this.next(this.end);
  }
  count(inputs: Inputs<Reads>) {
    return inputs.length + this.weigh(inputs.left);
  }
  weigh(input: Inputs<Reads>[number]) {
    return input.score;
  }
  @step
  end() {}
}

/** `merge`, whole and in part. */
export class Merges extends FlowSpec {
  a?: string;
  b!: Map<string, number>;

  @step
  start() {
    this.next(this.one, this.two);
  }
  @step
  one() {
    this.next(this.all);
  }
  @step
  two() {
    this.next(this.all);
  }
  @step
  all(inputs: Inputs<Merges>) {
    this.merge(inputs);
    this.next(this.three, this.four);
  }
  @step
  three() {
    this.next(this.some);
  }
  @step
  four() {
    this.next(this.some);
  }
  @step
  some(inputs: Inputs<Merges>) {
    if (inputs.three.a) this.merge(inputs, { include: ['a'] });
    else this.merge(inputs, { exclude: ['b'] });
    this.next(this.end);
  }
  @step
  end() {}
}

/** A join that splits, chooses or loops. */
export class JoinGoesOn extends FlowSpec {
  @step
  start() {
    this.next(this.a, this.b);
  }
  @step
  a() {
    this.next(this.splits);
  }
  @step
  b() {
    this.next(this.splits);
  }
  @step
  splits(inputs: Inputs<JoinGoesOn>) {
    this.next(this.each, { foreach: inputs.map((_, i) => i) });
  }
  @step
  each(i: number) {
    console.log(i);
    this.next(this.chooses);
  }
  @step
  chooses(inputs: Inputs<JoinGoesOn>) {
    return inputs.length ? this.next(this.start, { maxVisits: 2 }) : this.next(this.end);
  }
  @step
  end() {}
}
