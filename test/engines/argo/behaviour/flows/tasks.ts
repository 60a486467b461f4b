import { FlowSpec, kubernetes, step } from 'flowc';
import { GATE, opened } from './gate.ts';

/** One task is slow enough to be started a second time meanwhile. */
export class SlowFlow extends FlowSpec {
  who!: string;

  @step
  start() {
    this.next(this.slow);
  }

  @kubernetes({ volumes: [GATE] })
  @step
  async slow() {
    console.log('slow begins');
    await opened('slow');
    this.who = process.env['FLOWC_POD'] ?? '';
    this.next(this.end);
  }

  @step
  end() {}
}

/** Its runs are called by one name, one after the other. */
export class TwinFlow extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}
