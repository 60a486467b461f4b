import { FlowSpec, onExit, resources, retry, schedule, secrets, step, tags, type Inputs } from 'flowc';

export class WrongPlaces extends FlowSpec {
  // error TS1240: a field
  @step
  field = 1;

  // error TS1240: a field that holds a function
  @step
  arrow = () => {};

  // error TS1241: an accessor
  @step
  get getter() {
    return 1;
  }

  // error TS1240: an auto-accessor
  @step
  accessor auto = 1;

  // error TS1241: a static method
  @step
  static shared() {}

  // error TS1241: a #private method
  @step
  #hidden() {}

  // error TS1241: a generator
  @step
  *generator() {}

  // error TS1241: an async generator
  @step
  async *generating() {}

  // error TS1241: a result
  @step
  result() {
    return 1;
  }

  // error TS1241: a later result
  @step
  async laterResult() {
    return 1;
  }

  // error TS1241: two parameters
  @step
  two(a: string, b: string) {
    console.log(a, b);
  }

  // error TS1241: a name that is no string
  @step
  [Symbol.iterator]() {}

  // error TS2554: @step takes no call
  // error TS1241
  @step()
  called() {}

  // error TS1241: another decorator without its call
  // error TS1270
  @retry
  uncalled() {}

  // error TS1240: a step's decorator on a field
  @resources({ cpu: 1 })
  field2 = 1;

  // error TS1241: a flow's decorator on a step
  @schedule({ every: 'day' })
  @step
  start() {
    this.#hidden();
    this.next(this.end);
  }

  // error TS1241: tags on a step
  @tags(['a'])
  @step
  end() {}

  // error TS1241: an exit method has no parameter
  @onExit('always')
  parameter(inputs: Inputs<WrongPlaces>) {
    console.log(inputs.length);
  }

  // error TS1241: an exit method is not static
  @onExit('always')
  static stat() {}

  // error TS1240: an exit method is no field
  @onExit('always')
  exitField = () => {};

  // error TS2345: not an end of a run
  @onExit('error')
  wrongEnd() {}

  // error TS2554: the end of the run is said
  @onExit()
  noEnd() {}
}

// error TS1238: a step decorator for methods on a class
@step
export class OnClass extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

// error TS1238: onExit on a class
@onExit('always')
export class ExitOnClass extends FlowSpec {
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

export class NoFlow {
  // error TS1241: a class that is no flow
  @step
  start() {}

  // error TS1241: a class that is no flow, and a decorator of both
  @retry()
  end() {}
}

// error TS1238: a flow's decorator on a class that is no flow
@tags(['a'])
export class NoFlow2 {}

// error TS1238: a decorator of both on a class that is no flow
@secrets(['a'])
export class NoFlow3 {}

// error TS1238: constructor parameters
@tags(['a'])
export class Constructed extends FlowSpec {
  constructor(readonly rate: number) {
    super();
  }
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

// error TS2515: no start
export class NoStart extends FlowSpec {
  @step
  end() {}
}

// error TS2515: no end
export class NoEnd extends FlowSpec {
  @step
  start() {}
}

export class StartTakesNothing extends FlowSpec {
  // error TS1241: the class is then no flow
  @step
  // error TS2416: `start` has no parameter
  start(file: string) {
    console.log(file);
  }
  // error TS1241: the class is then no flow
  @step
  end() {}
}
