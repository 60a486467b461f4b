import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { diskHost } from '../../../src/cli/project.ts';
import { flowc, projectWith, type Ran } from '../../unit/cli/run.ts';
import { builtShim } from '../local/built-shim.ts';
import { REGION, startAws, type Aws } from './aws.ts';
import { deploy, type Deployed } from './deploy.ts';
import { haveMoto } from './installation.ts';

// flowc's commands against an interpreter of state machines that others have written, with the flows' own jobs: what its answers mean, no server of ours can prove.

const HEAD = `import { setTimeout as sleep } from 'node:timers/promises';
import { FlowSpec, parameter, retry, step, type Inputs } from 'flowc';
`;

const FLOWS = {
  TrainFlow: `${HEAD}
export class TrainFlow extends FlowSpec {
  learningRate = parameter.number({ default: 0.1 });
  words: string[] = [];

  @step
  start() {
    console.log(\`rate \${this.learningRate}\`);
    this.words = 'zero one two'.split(' ');
    this.next(this.train, { foreach: this.words });
  }

  @step
  train(word: string) {
    console.log(word);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<TrainFlow>) {
    console.log(inputs.length);
    this.next(this.end);
  }

  @step
  end() {}
}
`,
  FailFlow: `${HEAD}
export class FailFlow extends FlowSpec {
  words: string[] = [];

  @step
  start() {
    this.words = ['good', 'bad'];
    this.next(this.train, { foreach: this.words });
  }

  @retry({ times: 1, delay: '0s' })
  @step
  train(word: string) {
    console.log(\`this is \${word}\`);
    if (word === 'bad') throw new Error('no more');
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<FailFlow>) {
    console.log(inputs.length);
    this.next(this.end);
  }

  @step
  end() {}
}
`,
  NestFlow: `${HEAD}
export class NestFlow extends FlowSpec {
  outer: string[] = [];
  inner: string[] = [];
  rounds = 0;

  @step
  start() {
    this.outer = 'a b'.split(' ');
    this.next(this.open, { foreach: this.outer });
  }

  @step
  open(word: string) {
    this.inner = [word];
    this.next(this.train, { foreach: this.inner });
  }

  @step
  train() {
    console.log(\`round \${this.rounds}\`);
    this.rounds += 1;
    if (this.rounds < 2) this.next(this.train, { maxVisits: 3 });
    else this.next(this.joinInner);
  }

  @step
  joinInner(inputs: Inputs<NestFlow>) {
    this.rounds = inputs.length;
    this.next(this.joinOuter);
  }

  @step
  joinOuter(inputs: Inputs<NestFlow>) {
    this.rounds = inputs.length;
    this.next(this.end);
  }

  @step
  end() {}
}
`,
  SlowFlow: `${HEAD}
export class SlowFlow extends FlowSpec {
  words: string[] = [];

  @step
  start() {
    this.words = ['a', 'b'];
    this.next(this.train, { foreach: this.words });
  }

  @retry({ times: 1, on: 'preemption' })
  @step
  async train(word: string) {
    console.log(\`begun \${word}\`);
    await sleep(600_000);
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<SlowFlow>) {
    console.log(inputs.length);
    this.next(this.end);
  }

  @step
  end() {}
}
`,
} as const;

describe.runIf(haveMoto)('flowc and what stands for AWS', () => {
  let aws: Aws;
  const deployments = new Map<keyof typeof FLOWS, Promise<Deployed>>();

  beforeAll(async () => {
    aws = await startAws(await builtShim(), { longestWait: 0.2 });
    vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await aws?.stop();
  });

  /** `SlowFlow` as `slow-flow`, once. */
  const deployed = (flow: keyof typeof FLOWS): Promise<Deployed> => {
    const there = deployments.get(flow) ?? deployOne(flow);
    deployments.set(flow, there);
    return there;
  };

  const deployOne = (flow: keyof typeof FLOWS): Promise<Deployed> => {
    const root = projectWith({ 'flow.ts': FLOWS[flow] });
    const entry = { file: 'flow.ts', flow };
    return deploy(
      { file: 'flow.ts', root, host: diskHost(root), entry },
      flow.replace('Flow', '-flow').toLowerCase(),
      aws,
    );
  };

  const ask = async (argv: readonly string[], flow: keyof typeof FLOWS = 'TrainFlow'): Promise<Ran> => {
    const { datastore } = await deployed(flow);
    return flowc(projectWith({ 'train.ts': FLOWS[flow] }), argv, {
      env: { ...process.env, FLOWC_TARGET: 'step-functions', FLOWC_DATASTORE: datastore },
    });
  };

  const logs = (pathspec: string, ...more: readonly string[]): Promise<Ran> =>
    ask(['logs', pathspec, '--target', 'step-functions', ...more]);

  const statusOf = async (
    run: string,
  ): Promise<{ readonly state: string; readonly steps: readonly object[]; readonly notes: readonly string[] }> =>
    JSON.parse((await ask(['status', run, '--reporter', 'json'])).out).run;

  test('trigger begins a run with parameters, status counts its tasks, and logs shows what they printed', async () => {
    const begun = await ask(['trigger', 'train.ts', '--learning-rate', '0.25', '--wait']);
    expect(begun).toMatchObject({ code: 0, err: expect.stringContaining('train-flow/') });
    const run = begun.out.trim();
    const one = (step: string): object => ({ step, tasks: 1, states: { succeeded: 1 } });
    expect(await statusOf(run)).toMatchObject({
      workflow: 'train-flow',
      run,
      state: 'succeeded',
      steps: [one('start'), { step: 'train', tasks: 3, states: { succeeded: 3 } }, one('join'), one('end')],
      failed: [],
      notes: [],
    });
    expect((await logs('TrainFlow/latest/start')).out).toBe('rate 0.25\n');
    expect((await logs(`${run}/train/2`)).out).toBe('two\n');
    expect((await logs(`train-flow/${run}/train`)).out).toMatch(/^train\/1 │ one$/m);
    expect(await logs(`${run}/train/3`)).toMatchObject({ code: 1, err: expect.stringContaining('has no task `3`') });
  });

  test('a run is called in the datastore as it is there', async () => {
    const { out } = await ask(['trigger', 'train-flow', '--wait']);
    const shown = await ask(['show', out.trim()]);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining(`execution  train-flow/${out.trim()}`) });
    const [, id = ''] = /^TrainFlow\/(\S+)/.exec(shown.out) ?? [];
    expect(id.startsWith(`${out.trim()}-2`)).toBe(true);
    expect((await ask(['status', id])).code).toBe(0);
    expect((await ask(['status', `TrainFlow/${id.slice(-15)}`])).code).toBe(0);
  });

  test('a run that fails is exit code 1, and says where to look', async () => {
    const { code, out, err } = await ask(['trigger', 'train.ts', '--wait'], 'FailFlow');
    expect(code).toBe(1);
    expect(err).toMatch(/train +2 +1 succeeded, 1 failed/);
    expect(err).toContain('`train/1`: Essential container in task exited, exit code 1\n');
    expect(err).toContain('1 of 2 elements of `start.each` failed\n');
    expect(err).toContain('train/1 failed after 2 attempts');
    expect(err).toContain(`flowc logs fail-flow/${out.trim()}/train/1 --target step-functions`);
    const log = await logs('fail-flow/latest/train/1', '--attempt', '0');
    expect(log.out).toContain('this is bad\n');
    expect(log.out).toMatch(/^AWS Batch: Essential container in task exited, exit code 1$/m);
  });

  test('tasks of a foreach in a foreach and of a loop are called by their frames, as in the datastore', async () => {
    const run = `NestFlow/${(await ask(['trigger', 'train.ts', '--wait'], 'NestFlow')).out.trim()}`;
    const { out } = await logs(`${run}/train`);
    expect(out.split('\n').toSorted()).toEqual([
      '',
      'train/0.0.v0 │ round 0',
      'train/0.0.v1 │ round 1',
      'train/1.0.v0 │ round 0',
      'train/1.0.v1 │ round 1',
    ]);
    expect((await ask(['logs', `${run}/train`], 'NestFlow')).out.split('\n').toSorted()).toEqual(
      out.split('\n').toSorted(),
    );
    expect((await statusOf(run)).steps).toMatchObject([
      { step: 'start', tasks: 1 },
      { step: 'open', tasks: 2 },
      { step: 'train', tasks: 4 },
      { step: 'joinInner', tasks: 2 },
      { step: 'joinOuter', tasks: 1 },
      { step: 'end', tasks: 1 },
    ]);
  });

  test('a job that Batch began anew, as its machine was taken away, has an attempt more', async () => {
    const run = `slow-flow/${(await ask(['trigger', 'train.ts'], 'SlowFlow')).out.trim()}`;
    const begun = async (): Promise<string> => (await logs(`${run}/train/0`)).out;
    await until(async () => (await begun()) === 'begun a\n');
    const job = aws.notes
      .all()
      .findLast((note) => note.kind === 'attempt' && note.command.join(' ').includes('--frames 0'));
    await aws.ask('batch', 'terminatejob', {
      jobId: job?.kind === 'attempt' && job.job,
      reason: 'Host EC2 terminated',
    });
    await until(async () => (await logs(`${run}/train/0`)).err.includes('this is `--attempt 1`, of 2'));
    expect((await logs(`${run}/train/0`, '--attempt', '0')).out).toMatch(
      /^begun a\n.*AWS Batch: Host EC2 terminated, exit code \d+\n$/s,
    );
    expect((await statusOf(run)).state).toBe('running');
    expect((await ask(['stop', run])).code).toBe(0);
  });

  test('stop ends a run with the tasks that it is at, once', async () => {
    const run = `slow-flow/${(await ask(['trigger', 'train.ts'], 'SlowFlow')).out.trim()}`;
    await until(async () => (await logs(`${run}/train`)).out.split('begun').length === 3);
    expect(await statusOf(run)).toMatchObject({ state: 'running', steps: [{}, { states: { running: 2 } }] });
    expect(await ask(['stop', run])).toMatchObject({ code: 0, err: expect.stringContaining('is stopped') });
    await until(async () => (await statusOf(run)).state === 'failed');
    const { steps, notes } = await statusOf(run);
    expect(steps).toMatchObject([{}, { states: { aborted: 2 } }]);
    expect(notes).toContain('it was stopped: Stopped: by `flowc stop`');
    expect(await ask(['stop', run])).toMatchObject({ code: 0, err: expect.stringContaining('was over already') });
    // With its jobs, of which AWS was told nothing.
    const jobs = aws.notes
      .all()
      .flatMap((note) => (note.kind === 'attempt' && note.name.startsWith('slow-flow') ? [note.job] : []));
    const ended = (): readonly string[] =>
      aws.notes.all().flatMap((note) => (note.kind === 'job-end' ? [note.job] : []));
    await until(() => Promise.resolve(jobs.every((job) => ended().includes(job))));
  });

  test('what is not there is told, in the region that is asked', async () => {
    expect(await ask(['trigger', 'trian-flow'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        `Step Functions in ${REGION} has no state machine \`trian-flow\`; did you mean \`train-flow\`?`,
      ),
    });
    expect(await ask(['status', 'train-flow/never'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('`train-flow` has no run `never`'),
    });
  });

  test('a state machine is found by the tag of its flow, and by its ARN', async () => {
    const { machine: resourceArn } = await deployed('TrainFlow');
    await aws.ask('states', 'TagResource', { resourceArn, tags: [{ key: 'flowc:flow', value: 'OtherTrainFlow' }] });
    await ask(['trigger', resourceArn]);
    expect((await ask(['status', 'TrainFlow/latest'])).code).toBe(1);
    expect((await ask(['status', `${resourceArn}/latest`])).code).toBe(0);
  });

  test('a request that is sent twice begins one run', async () => {
    const { openStepFunctions } = await import('../../../src/orchestrators/step-functions/step-functions.ts');
    const orchestrator = await openStepFunctions(process.env);
    const request = { workflow: 'train-flow', run: 'twice', parameters: {}, unpause: false };
    await orchestrator.trigger(request);
    await orchestrator.trigger(request);
    await until(async () => (await statusOf('train-flow/twice')).state === 'succeeded');
    expect(await orchestrator.runsNamed('twice', 'train-flow')).toHaveLength(1);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(300);
}
