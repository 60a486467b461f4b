import { FlowSpec, kubernetes, step } from 'flowc';
import { GATE, opened } from '../gate.ts';

/** As it is when a run begins. */
export class ReplacedFlow extends FlowSpec {
  by!: string;

  @kubernetes({ volumes: [GATE] })
  @step
  async start() {
    await opened('replaced');
    this.next(this.end);
  }

  @step
  end() {
    this.by = 'before';
  }
}
