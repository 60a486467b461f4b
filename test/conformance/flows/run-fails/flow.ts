import { current, FlowSpec, onExit, retry, step } from 'flowc';

/** A step fails on every try: what comes after it does not run, and of the exit handlers those of a failure do. */
export class RunFailsFlow extends FlowSpec {
  rows = 0;

  @step
  start() {
    this.rows = 3;
    this.next(this.breaks);
  }

  @retry({ times: 1, delay: '1s' })
  @step
  breaks() {
    this.rows = 4;
    if (current.attempt < 9) throw new Error('never');
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.rows);
  }

  @onExit('success')
  celebrate() {
    console.log('not this one');
  }

  @onExit('failure')
  alert() {
    if (current.failure?.stepName !== 'breaks') throw new Error(`told of ${current.failure?.stepName}`);
  }

  @onExit('always')
  cleanUp() {
    console.log('cleaned up');
  }
}
