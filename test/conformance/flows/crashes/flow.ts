import { catchError, FlowSpec, retry, step, type CaughtError, type Inputs } from 'flowc';

const forever = () => new Promise<void>((resolve) => setTimeout(resolve, 60_000));

/** Each way in which a step's process ends too early. */
const ends = {
  error: () => Promise.reject(new RangeError('too far')),
  exit: () => process.exit(7),
  signal: () => {
    process.kill(process.pid, 'SIGABRT');
    return forever();
  },
  rejection: () => {
    void Promise.reject(new TypeError('unheard'));
    return forever();
  },
  uncaught: () => {
    setTimeout(() => {
      throw new TypeError('late');
    }, 1);
    return forever();
  },
  none: () => Promise.resolve(),
};

/** What is left of a step that crashes is the error of its last try, the same on every engine. */
export class CrashesFlow extends FlowSpec {
  failure?: CaughtError;
  survived?: string;
  names!: string[];

  @step
  start() {
    // oxlint-disable-next-line typescript/no-misused-promises -- a body may be asynchronous: flowc awaits it.
    this.next(this.act, { foreach: ['error', 'exit', 'signal', 'rejection', 'uncaught', 'none'] as const });
  }

  @retry({ times: 1, delay: '1s' })
  @catchError({ artifact: 'failure' })
  @step
  async act(kind: keyof typeof ends) {
    await ends[kind]();
    this.survived = kind;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<CrashesFlow>) {
    this.names = inputs.map(({ failure, survived }) => failure?.name ?? survived ?? 'nothing');
    this.next(this.end);
  }

  @step
  end() {
    console.log(this.names.join());
  }
}
