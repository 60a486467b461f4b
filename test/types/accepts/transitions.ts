import { FlowSpec, parameter, step, type Inputs } from 'flowc';

/** The smallest flow. */
export class Linear extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

/** `return this.next(…)`, async or not. */
export class Returns extends FlowSpec {
  @step
  start() {
    return this.next(this.load);
  }
  @step
  async load() {
    await Promise.resolve();
    return this.next(this.end);
  }
  @step
  async end() {}
}

/** A static split of three that meets in `end`. */
export class Split extends FlowSpec {
  score = 0;

  @step
  start() {
    this.next(this.a, this.b, this.c);
  }
  @step
  a() {
    this.next(this.end);
  }
  @step
  b() {
    this.next(this.end);
  }
  @step
  c() {
    this.next(this.end);
  }
  @step
  end(inputs: Inputs<Split>) {
    this.score = inputs.a.score + inputs.b.score + inputs.c.score;
  }
}

/** Conditionals by `if`, `?:`, `switch` and early return, with arms that meet again. */
export class Conditionals extends FlowSpec {
  mode = parameter.choice(['fast', 'exact', 'none']);

  @step
  start() {
    if (this.mode === 'none') return this.next(this.end);
    this.next(this.mode === 'fast' ? this.fast : this.exact);
  }
  @step
  fast() {
    switch (this.mode) {
      case 'fast':
        return this.next(this.report);
      default:
        return this.next(this.exact);
    }
  }
  @step
  exact() {
    return this.mode === 'exact' ? this.next(this.report) : this.next(this.end);
  }
  @step
  report() {
    this.next(this.end);
  }
  @step
  end() {}
}

/** A loop with a bound, one without, and a step that goes back to itself. */
export class Loops extends FlowSpec {
  error = 1;

  @step
  start() {
    this.next(this.improve);
  }
  @step
  improve() {
    this.error /= 2;
    if (this.error > 0.1) this.next(this.improve, { maxVisits: 20 });
    else this.next(this.judge);
  }
  @step
  judge() {
    if (this.error > 0.01) this.next(this.improve);
    else this.next(this.end);
  }
  @step
  end() {}
}

/** A transition's options may be built elsewhere. */
const bound = { maxVisits: 3 } as const;

export class BoundElsewhere extends FlowSpec {
  @step
  start() {
    this.next(this.start, bound);
  }
  @step
  end() {}
}

/** A method without `@step` may have any signature. */
export class PlainMethods extends FlowSpec {
  total = 0;

  @step
  start() {
    this.total = this.sum(1, 2);
    this.next(this.end);
  }
  sum(a: number, b: number): number {
    return a + b;
  }
  @step
  end() {}
}
