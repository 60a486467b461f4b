import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { current, FlowSpec, retry, step, type Inputs } from 'flowc';

/** A line for each time that a task's code runs, in the file that the crash test names. */
function note(): void {
  appendFileSync(process.env['CRASH_NOTES'] ?? '', `${current.stepName}/${current.taskId}\n`);
}

/** Small steps in all shapes: a foreach with a loop in it, a split with a branch that is tried twice, and a loop of two steps. */
export class CrashFlow extends FlowSpec {
  items: number[] = [];
  value = 0;
  round = 0;
  trail: string[] = [];

  @step
  start() {
    note();
    this.items = [1, 2, 3, 4];
    this.next(this.each, { foreach: this.items });
  }

  @step
  each(item: number) {
    note();
    this.value = item * 10;
    this.next(this.grow);
  }

  @step
  grow() {
    note();
    this.value += 1;
    if (this.value % 10 < 2) this.next(this.grow, { maxVisits: 3 });
    else this.next(this.join);
  }

  @step
  join(inputs: Inputs<CrashFlow>) {
    note();
    this.trail = inputs.map(({ value }) => String(value));
    this.next(this.left, this.right);
  }

  @retry({ times: 1, delay: '0s' })
  @step
  left() {
    note();
    if (current.attempt === 0) throw new Error('the first try is to fail');
    this.value = 1;
    this.next(this.meet);
  }

  @step
  right() {
    note();
    // What a step starts and leaves behind belongs to its process group, and ends with it.
    spawn('sleep', ['60'], { stdio: 'ignore' }).unref();
    this.value = 2;
    this.next(this.meet);
  }

  @step
  meet(inputs: Inputs<CrashFlow>) {
    note();
    this.merge(inputs, { exclude: ['value'] });
    this.trail = [...this.trail, `${inputs.left.value}${inputs.right.value}`];
    this.round = 0;
    this.next(this.turn);
  }

  @step
  turn() {
    note();
    this.round++;
    this.next(this.check);
  }

  @step
  check() {
    note();
    this.trail = [...this.trail, `round ${this.round}`];
    if (this.round < 3) this.next(this.turn, { maxVisits: 4 });
    else this.next(this.end);
  }

  @step
  end() {
    note();
    this.trail = [...this.trail, 'end'];
  }
}
