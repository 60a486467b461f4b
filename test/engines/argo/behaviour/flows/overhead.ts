import { randomBytes } from 'node:crypto';
import { FlowSpec, step } from 'flowc';

/** Says when the step's own code begins and ends, in ms since 1970. */
const note = (what: 'begin' | 'end'): void => console.log(`${what} ${performance.timeOrigin + performance.now()}`);

export class OverheadFlow extends FlowSpec {
  value!: Uint8Array;
  byte!: number;

  @step
  start() {
    note('begin');
    note('end');
    this.next(this.nothing);
  }

  @step
  nothing() {
    note('begin');
    note('end');
    this.next(this.makes);
  }

  @step
  makes() {
    note('begin');
    this.value = randomBytes(100_000_000);
    note('end');
    this.next(this.reads);
  }

  @step
  reads() {
    note('begin');
    this.byte = this.value[0] ?? 0;
    note('end');
    this.next(this.end);
  }

  @step
  end() {
    note('begin');
    note('end');
  }
}
