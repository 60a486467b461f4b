import { FlowSpec, retry, step } from 'flowc';

/** The task that would open a visit too many is refused, and not tried again. */
@retry({ times: 3, delay: '1s' })
export class LoopPastBoundFlow extends FlowSpec {
  visits = 0;

  @step
  start() {
    this.next(this.turn);
  }

  @step
  turn() {
    this.visits += 1;
    if (this.visits < 9) this.next(this.turn, { maxVisits: 2 });
    else this.next(this.end);
  }

  @step
  end() {
    console.log(this.visits);
  }
}
