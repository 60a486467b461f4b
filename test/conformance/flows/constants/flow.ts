import { equal } from 'node:assert/strict';
import { FlowSpec, step, type Inputs } from 'flowc';

class Client {
  #calls = 0;
  call() {
    return ++this.#calls;
  }
}

/** Fields that no step assigns, private ones and accessors are made anew in each task; artifacts go on. */
export class ConstantsFlow extends FlowSpec {
  readonly client = new Client();
  readonly limits = { max: 10 };
  accessor seen = 0;
  #secret = 1;
  calls = 0;

  @step
  start() {
    this.use();
    this.calls += this.client.call();
    this.next(this.each, { foreach: [1, 2] });
  }

  @step
  each() {
    this.use();
    this.calls += this.client.call();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<ConstantsFlow>) {
    this.use();
    this.calls = inputs.reduce((sum, { calls }) => sum + calls, 0);
    this.next(this.end);
  }

  @step
  end() {
    this.use();
    equal(this.calls, 4);
    equal(this.client.call(), 1);
  }

  use() {
    this.seen++;
    this.#secret++;
    equal(this.seen, 1);
    equal(this.#secret, 2);
    equal(this.limits.max, 10);
  }
}
