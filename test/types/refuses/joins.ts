import { FlowSpec, step, type Inputs } from 'flowc';

export class Joins extends FlowSpec {
  score = 0;
  items: string[] = [];
  private secret = 1;

  @step
  start() {
    this.next(this.a, this.b);
  }
  @step
  a() {
    this.next(this.join);
  }
  @step
  b() {
    this.next(this.join);
  }
  @step
  join(inputs: Inputs<Joins>) {
    // error TS2339: no branch
    console.log(inputs.nobranch);
    // error TS2551: no branch, but near one's name
    console.log(inputs.score2);
    // error TS2339: no artifact
    console.log(inputs.a.nothing);
    // error TS2339: a private artifact
    console.log(inputs.a.secret);
    // error TS2532: there may be no input
    console.log(inputs[0].score);
    // error TS2542: inputs are read-only
    inputs[0] = this;
    // error TS2339: no mutating methods
    inputs.push(this);
    // error TS2540: a branch is read-only
    inputs.a = this;
    // error TS2540: an artifact of a branch is read-only
    inputs.a.score = 1;
    // error TS2540: an artifact of an input is read-only
    for (const input of inputs) input.score = this.secret;
    // error TS2345|TS2741: a list of flows is no Inputs
    this.merge([this]);
    // error TS2554: merge takes the inputs
    this.merge();
    // error TS2322: no artifact to include
    this.merge(inputs, { include: ['scor'] });
    // error TS2322: no artifact to exclude
    this.merge(inputs, { exclude: ['nothing'] });
    // error TS2322: one of the two
    this.merge(inputs, { include: ['score'], exclude: ['items'] });
    // error TS2353: unknown option
    this.merge(inputs, { only: ['score'] });
    // error TS2322: not in a list
    this.merge(inputs, { include: 'score' });
    this.next(this.end);
  }
  @step
  end() {}
}

export class Wrong extends FlowSpec {
  score = 0;

  @step
  start() {
    // error TS2769: an array of flows is no Inputs
    this.next(this.array, this.array);
    // error TS2769: one flow is no Inputs
    this.next(this.one, this.one);
    // error TS2769: another flow's inputs
    this.next(this.other, this.other);
    // error TS2345: another flow's inputs
    this.next(this.other);
  }
  @step
  array(inputs: readonly Wrong[]) {
    console.log(inputs);
  }
  @step
  one(input: Wrong) {
    console.log(input);
  }
  @step
  other(inputs: Inputs<Joins>) {
    // error TS2345: another flow's inputs
    this.merge(inputs);
    // error TS2322: what another flow's tasks left
    const wrong: readonly Readonly<Wrong>[] = inputs.map((input) => input.items);
    console.log(wrong);
  }
  @step
  // error TS2344: Inputs of no flow
  nothing(inputs: Inputs<number>) {
    console.log(inputs);
  }
  @step
  end() {}
}
