import { FlowSpec, step, type Inputs } from 'flowc';

/** Equal values are one blob, whichever task and artifact they come from: the same hash in all of them. */
export class EqualValuesFlow extends FlowSpec {
  one!: string;
  two!: string;
  list?: readonly string[] | undefined;

  @step
  start() {
    this.one = 'same';
    this.two = ['s', 'a', 'm', 'e'].join('');
    this.next(this.left, this.right);
  }

  @step
  left() {
    this.list = ['same'];
    this.next(this.join);
  }

  @step
  right() {
    this.list = [this.two];
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<EqualValuesFlow>) {
    this.list = inputs.right.list;
    this.merge(inputs);
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.one, this.two, this.list);
  }
}
