import { FlowSpec, step } from 'flowc';

export class Methods extends FlowSpec {
  @step
  start() {}
  @step
  // error TS2426: a step named next
  next() {}
  @step
  // error TS2426: a step named merge
  merge() {}
  @step
  // error TS2426: a step named input
  input() {}
  @step
  end() {}
}

// What `index()` returns is no number, so that the class is no flow and `@step` may not stand in it at all.
export class Index extends FlowSpec {
  // error TS1241
  @step
  start() {}
  // error TS1241
  @step
  // error TS2416
  // error TS2426: a step named index
  index() {}
  // error TS1241
  @step
  end() {}
}

export class Fields extends FlowSpec {
  // error TS2610: an artifact named input
  input = 1;
  // error TS2610: an artifact named index
  index = 1;
  @step
  start() {}
  @step
  end() {}
}

export class Assigned extends FlowSpec {
  @step
  start() {
    // error TS2540
    this.input = 1;
    // error TS2540
    this.index = 1;
    // error TS2540
    this.next = () => {};
    // error TS2571: `input` is unknown until it is narrowed
    console.log(this.input.length);
    this.next(this.end);
  }
  @step
  end() {}
}

// error TS2445: `next` is the flow's own affair
new Assigned().next(new Assigned().end);
