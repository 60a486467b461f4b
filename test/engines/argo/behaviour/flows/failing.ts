import {
  catchError,
  current,
  FlowSpec,
  onExit,
  parameter,
  resources,
  retry,
  step,
  timeout,
  type CaughtError,
  type Inputs,
} from 'flowc';

// Flows that fail, each in its way.

const forever = (): Promise<never> => new Promise(() => setInterval(() => {}, 60_000));

/** Takes memory until somebody objects. */
async function eat(): Promise<never> {
  const all: Buffer[] = [];
  for (;;) {
    all.push(Buffer.alloc(16 * 1024 * 1024, 1));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const fail = {
  error: () => {
    throw new RangeError('too far');
  },
  exit: () => process.exit(0),
  rejection: () => {
    void Promise.reject(new TypeError('unheard'));
    return forever();
  },
  /** The step's own process. */
  killed: () => {
    process.kill(process.pid, 'SIGKILL');
    return forever();
  },
  /** The process that watches over it and keeps the records: the container ends without a word. */
  speechless: () => {
    process.kill(process.ppid, 'SIGKILL');
    return forever();
  },
  memory: eat,
  waits: forever,
  nothing: () => {},
};

type Way = keyof typeof fail;

export class WaysFlow extends FlowSpec {
  error?: CaughtError;
  errors!: (CaughtError | undefined)[];

  @step
  start() {
    const ways: Way[] = ['error', 'exit', 'rejection', 'killed', 'speechless', 'nothing'];
    this.next(this.act, { foreach: ways });
  }

  @retry({ times: 1, delay: '0s' })
  @catchError()
  @step
  async act(way: Way) {
    await fail[way]();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<WaysFlow>) {
    this.errors = inputs.map(({ error }) => error);
    this.next(this.end);
  }

  @step
  end() {}
}

/** One step runs too long and never looks up, one is still there when Argo's patience ends, and one takes more memory than its pod has. */
export class LimitsFlow extends FlowSpec {
  error?: CaughtError;
  errors!: (CaughtError | undefined)[];

  @step
  start() {
    this.next(this.busy, this.late, this.hungry);
  }

  @timeout('5s')
  @catchError()
  @step
  busy() {
    for (const until = Date.now() + 120_000; Date.now() < until;);
    this.next(this.join);
  }

  @timeout('10m')
  @catchError()
  @step
  async late() {
    await forever();
    this.next(this.join);
  }

  @resources({ memory: '256Mi' })
  @catchError()
  @step
  async hungry() {
    await eat();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<LimitsFlow>) {
    this.errors = inputs.map(({ error }) => error);
    this.next(this.end);
  }

  @step
  end() {}
}

/** Ends as it is told to; whoever sees that afterwards says what it saw. */
export class EndsFlow extends FlowSpec {
  readonly way = parameter.choice(['error', 'killed', 'speechless', 'memory', 'waits', 'nothing']);
  readonly celebration = parameter.choice(['error', 'nothing'], { default: 'nothing' });

  left?: string;

  @resources({ memory: '256Mi' })
  @step
  async start() {
    await fail[this.way]();
    this.left = this.way;
    this.next(this.end);
  }

  @step
  end() {}

  @onExit('success')
  celebrate() {
    console.log(`celebrate ${this.left} ${current.failure?.name}`);
    return fail[this.celebration]();
  }

  @onExit('failure')
  mourn() {
    console.log(`mourn ${this.way} ${JSON.stringify(current.failure ?? null)}`);
  }

  @onExit('always')
  sweep() {
    console.log(`sweep ${current.failure?.name}`);
  }
}

export class BackoffFlow extends FlowSpec {
  tries!: number;

  @retry({ times: 2, delay: '2s', backoff: 1000, maxDelay: '30s', on: 'error' })
  @step
  start() {
    if (current.attempt < 2) throw new Error(`attempt ${current.attempt}`);
    this.tries = current.attempt + 1;
    this.next(this.end);
  }

  @step
  end() {}
}

/** A loop past its bound: trying that again cannot help. */
export class RefusedFlow extends FlowSpec {
  round = 0;

  @step
  start() {
    this.next(this.turn);
  }

  @retry({ times: 3, delay: '0s' })
  @step
  turn() {
    this.round += 1;
    if (this.round < 9) this.next(this.turn, { maxVisits: 2 });
    else this.next(this.end);
  }

  @step
  end() {}
}

/** Steps whose first attempts wait for ever, until their pods are taken away. */
export class TakenFlow extends FlowSpec {
  error?: CaughtError;
  tries?: number;
  left!: (number | string | undefined)[];

  @step
  start() {
    this.next(this.told, this.lost);
  }

  @retry({ times: 2, delay: '0s', on: 'preemption' })
  @step
  async told() {
    if (current.attempt === 0) await forever();
    this.tries = current.attempt + 1;
    this.next(this.join);
  }

  @retry({ times: 2, delay: '0s', on: 'error' })
  @catchError()
  @step
  async lost() {
    await forever();
    this.tries = current.attempt + 1;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<TakenFlow>) {
    this.left = inputs.map(({ tries, error }) => tries ?? error?.name);
    this.next(this.end);
  }

  @step
  end() {}
}
