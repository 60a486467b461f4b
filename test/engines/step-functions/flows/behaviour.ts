import { existsSync, writeFileSync } from 'node:fs';
import {
  catchError,
  current,
  environment,
  FlowSpec,
  parameter,
  step,
  tags,
  timeout,
  type CaughtError,
  type Inputs,
} from 'flowc';
import { VARIABLES } from '../../argo/behaviour/flows/texts.ts';
import { TEXT } from './text.ts';

// Flows for what is looked at only here: texts that somebody between a flow and its job would read as something else, and steps that wait for a test.

/** $.run States.Array(1) {} 'of' \ the flow */
@tags(['team:search engine', 'nightly'])
export class TextFlow extends FlowSpec {
  readonly plain = parameter.string({ default: TEXT, help: TEXT });
  readonly data = parameter.json<unknown>({ default: { '$.x': ['{}', TEXT, null, 1e21, '\u0001'] } });
  readonly count = parameter.integer({ default: 3 });
  readonly since = parameter.date({ default: '2026-01-01' });
  readonly absent = parameter.string({ required: false });

  given!: Record<string, unknown>;
  variables!: Record<string, string | undefined>;

  @step
  start() {
    const { plain, data, count, since, absent } = this;
    this.given = { plain, data, count, since, absent };
    this.next(this.end);
  }

  @environment({ vars: { ...VARIABLES, TEXT } })
  @step
  end() {
    this.variables = Object.fromEntries(['TEXT', ...Object.keys(VARIABLES)].map((name) => [name, process.env[name]]));
  }
}

async function there(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Waits in its second step until a file is there. */
export class WaitFlow extends FlowSpec {
  readonly until = parameter.string();
  who!: string;

  @step
  start() {
    this.next(this.wait);
  }

  @step
  async wait() {
    console.log('wait begins');
    await there(this.until);
    this.who = current.taskId;
    this.next(this.end);
  }

  @step
  end() {}
}

/** One step never looks up, and one is still there when Batch's patience ends. */
export class LateFlow extends FlowSpec {
  error?: CaughtError;

  @timeout('1s')
  @catchError()
  @step
  start() {
    for (const until = Date.now() + 60_000; Date.now() < until;);
    this.next(this.late);
  }

  @timeout('10m')
  @catchError()
  @step
  async late() {
    await new Promise(() => setInterval(() => {}, 60_000));
    this.next(this.end);
  }

  @step
  end() {}
}

/** A branch fails once another is at work. */
export class BranchFlow extends FlowSpec {
  /** A file that is there when it is. */
  readonly sign = parameter.string();

  @step
  start() {
    this.next(this.fails, this.works);
  }

  @step
  async fails() {
    await there(this.sign);
    if (current.attempt === 0) throw new RangeError('too far');
    this.next(this.join);
  }

  @step
  async works() {
    writeFileSync(this.sign, '');
    await new Promise(() => setInterval(() => {}, 60_000));
    this.next(this.join);
  }

  @step
  join(_inputs: Inputs<BranchFlow>) {
    this.next(this.end);
  }

  @step
  end() {}
}

/** Fails where Batch runs it, after a part of the work is done. */
export class HomeFlow extends FlowSpec {
  length!: number;
  total!: number;

  @step
  start() {
    this.next(this.measure, { foreach: ['a', 'bb'] });
  }

  @step
  measure(word: string) {
    this.length = word.length;
    this.next(this.sum);
  }

  @step
  sum(inputs: Inputs<HomeFlow>) {
    this.total = inputs.reduce((total, { length }) => total + length, 0);
    if (process.env['AWS_BATCH_JOB_ID'] !== undefined) throw new Error('the price list is missing');
    this.next(this.end);
  }

  @step
  end() {}
}
