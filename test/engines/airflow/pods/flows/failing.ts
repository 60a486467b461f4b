import { catchError, current, FlowSpec, onExit, resources, retry, step, type CaughtError, type Inputs } from 'flowc';

const forever = (): Promise<never> => new Promise(() => setInterval(() => {}, 60_000));

/** Takes memory until somebody objects. */
async function eat(): Promise<never> {
  const all: Buffer[] = [];
  for (;;) {
    all.push(Buffer.alloc(16 * 1024 * 1024, 1));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Fails once, fails where it is caught, and goes round a loop that one pod runs whole. */
export class CaughtFlow extends FlowSpec {
  tries!: number;
  error?: CaughtError;
  round = 0;

  @retry({ times: 1, delay: '1s', backoff: 2 })
  @step
  start() {
    if (current.attempt === 0) throw new Error('not yet');
    this.tries = current.attempt + 1;
    this.next(this.thrown);
  }

  @catchError()
  @step
  thrown() {
    if (this.tries > 0) throw new RangeError('too far');
    this.next(this.turn);
  }

  @step
  turn() {
    this.round += 1;
    if (this.round < 5) this.next(this.turn);
    else this.next(this.end);
  }

  @step
  end() {}

  @onExit('success')
  celebrate() {
    console.log(`celebrate ${this.round} ${this.error?.name}`);
  }
}

/** Pods that end without a word: one is deleted by hand when it runs, and one takes more memory than it has. */
export class LostFlow extends FlowSpec {
  error?: CaughtError;
  tries?: number;
  left!: (number | string | undefined)[];

  @step
  start() {
    this.next(this.deleted, this.caught, this.hungry);
  }

  @retry({ times: 1, delay: '0s' })
  @step
  async deleted() {
    console.log('begins');
    if (current.attempt === 0) await forever();
    this.tries = current.attempt + 1;
    this.next(this.join);
  }

  @catchError()
  @step
  async caught() {
    console.log('begins');
    await forever();
    this.next(this.join);
  }

  @resources({ memory: '128Mi' })
  @catchError()
  @step
  async hungry() {
    await eat();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<LostFlow>) {
    this.left = inputs.map(({ tries, error }) => tries ?? error?.name);
    this.next(this.end);
  }

  @step
  end() {}
}

/** Fails for good, and somebody is told. */
export class FailedFlow extends FlowSpec {
  left?: string;

  @step
  start() {
    this.left = 'something';
    this.next(this.fail);
  }

  @retry({ times: 1, delay: '0s' })
  @step
  fail() {
    if (this.left !== undefined) throw new RangeError('too far');
    this.next(this.end);
  }

  @step
  end() {}

  @onExit('success')
  celebrate() {
    console.log('celebrate');
  }

  @onExit('failure')
  mourn() {
    console.log(`mourn ${current.failure?.name}`);
  }
}
