import { FlowSpec, parameter, step } from 'flowc';

export class Transitions extends FlowSpec {
  rate = parameter.number({ default: 1 });
  score = 0;

  @step
  start() {
    // error TS2345: a field
    this.next(this.score);
    // error TS2345: a step's name
    this.next('end');
    // error TS2345: the call of a step
    this.next(this.end());
    // error TS2345: a plain method with parameters
    this.next(this.sum);
    // error TS2551: no such step
    this.next(this.ende);
    // error TS2345: an array of steps
    this.next([this.a, this.end]);
    // error TS2555: nothing
    this.next();
    // error TS2769: unknown option
    this.next(this.a, { maxVisit: 3 });
    // error TS2769: wrong type of option
    this.next(this.a, { maxVisits: '3' });
    // error TS2353: options on a split
    this.next(this.a, this.end, { maxVisits: 3 });
    // error TS2446: another flow's step
    new Other().next(this.end);
  }
  sum(a: number, b: number) {
    return a + b;
  }
  @step
  a() {
    this.next(this.end);
  }
  @step
  end() {}
}

export class Other extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}
