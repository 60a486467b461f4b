import { FlowSpec, step, type Inputs } from 'flowc';

/** A merge of two values of one artifact, which only the run can see, fails the run. */
export class MergeConflictFlow extends FlowSpec {
  same = '';
  other = '';

  @step
  start() {
    this.next(this.each, { foreach: [1, 2, 3] });
  }

  @step
  each(element: number) {
    this.same = 'same';
    if (element > 1) this.other = `${element}`;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<MergeConflictFlow>) {
    this.merge(inputs);
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.same, this.other);
  }
}
