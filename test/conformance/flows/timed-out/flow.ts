import { equal } from 'node:assert/strict';
import { catchError, FlowSpec, retry, step, timeout, type CaughtError } from 'flowc';

/** Two attempts that run out of time, the last of which is caught. */
export class TimedOutFlow extends FlowSpec {
  error?: CaughtError;

  @step
  start() {
    this.next(this.waits);
  }

  @retry({ times: 1, delay: '1s' })
  @timeout('2s')
  @catchError()
  @step
  async waits() {
    await new Promise((resolve) => setTimeout(resolve, 600_000));
    this.next(this.end);
  }

  @step
  end() {
    equal(this.error?.name, 'TimeoutError');
  }
}
