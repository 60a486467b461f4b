import { FlowSpec, step } from 'flowc';

/** As it is deployed while the run goes on: another graph, with other code. */
export class ReplacedFlow extends FlowSpec {
  by!: string;

  @step
  start() {
    this.next(this.middle);
  }

  @step
  middle() {
    this.by = 'after';
    this.next(this.end);
  }

  @step
  end() {}
}
