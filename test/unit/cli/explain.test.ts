import { describe, expect, test } from 'vitest';
import { datastore, type Datastore } from '../client/stored-runs.ts';
import { flowc, projectWith, type Ran } from './run.ts';

// `train-flow-x7k2p` is the workflow of the run; its pods are called as Argo calls them.

const RUN = 'train-flow-x7k2p-8c1f0000';
const ENGINE = 'argo/8c1f0000-1f2e';

const FLOW = `import { FlowSpec, step, type Inputs } from 'flowc';

export class TrainFlow extends FlowSpec {
  score = 0;

  @step
  start() {
    this.next(this.prepare, { foreach: [1, 2] });
  }

  @step
  prepare() {
    this.next(this.train);
  }

  @step
  train() {
    this.next(this.pick);
  }

  @step
  pick(inputs: Inputs<TrainFlow>) {
    this.score = inputs.length;
    this.next(this.end);
  }

  @step
  end() {}
}
`;

const files = { 'flows/train.ts': FLOW };

async function stored(): Promise<Datastore> {
  const to = datastore();
  await to.run('train-flow-8c1f0000', { engine: ENGINE });
  const run = await to.run(RUN, { engine: ENGINE });
  await run.done('start/main', { count: 3 });
  await run.attempt('train/1', {
    start: { pod: 'train-flow-x7k2p-train-1111111111' },
    end: { outcome: 'timed-out', retry: true },
  });
  await run.attempt('train/1', {
    attempt: 1,
    start: { pod: 'train-flow-x7k2p-train-222' },
    end: { outcome: 'failed', error: { name: 'RangeError', message: 'rate is 0' } },
  });
  return to;
}

const explain = (root: string, { root: store }: Datastore, ...args: readonly string[]): Promise<Ran> =>
  flowc(root, ['explain', ...args, '--datastore', store]);

describe('flowc explain, of a pod', () => {
  test('tells its task, the line of its step, and how it ended', async () => {
    const { code, out } = await explain('/', await stored(), 'train-flow-x7k2p-train-222');
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      [`train-flow-x7k2p-train-222: TrainFlow/${RUN}/train/1`],
      ['flow', 'TrainFlow'],
      ['run', RUN],
      ['step', expect.stringMatching(/^train, flow\.ts/)],
      ['task', '1'],
      ['foreach', 'index 1 of 3, opened by start/main'],
      ['attempt', '1, failed'],
      ['logs', `flowc logs TrainFlow/${RUN}/train/1 --attempt 1`],
      [''],
      ['RangeError: rate is 0'],
      [''],
    ]);
  });

  test('finds it by the id of its node too, and says where a try followed', async () => {
    const to = await stored();
    const { out } = await explain('/', to, 'train-flow-x7k2p-1111111111');
    expect(out).toContain(`train-flow-x7k2p-train-1111111111: TrainFlow/${RUN}/train/1\n`);
    expect(out).toContain('0, timed-out, to be tried again\n');
  });

  test('is data for programs', async () => {
    const { out } = await explain('/', await stored(), 'train-flow-x7k2p-train-222', 'no-start', '--reporter', 'json');
    expect(JSON.parse(out)).toMatchObject({
      explained: [
        { kind: 'pod', flow: 'TrainFlow', run: RUN, step: 'train', task: '1', attempt: 1, outcome: 'failed' },
        { kind: 'diagnostic', name: 'no-start' },
      ],
    });
  });

  test('finds it in the right run where a name was used again', async () => {
    const to = await stored();
    const old = await to.run('train-flow-x7k2p-00000000', { started: '2026-11-19T10:00:00.000Z' });
    await old.done('start/main', { count: 3 });
    await old.attempt('train/0', { start: { pod: 'train-flow-x7k2p-train-333' } });
    const { out } = await explain('/', to, 'train-flow-x7k2p-train-333');
    expect(out).toContain('TrainFlow/train-flow-x7k2p-00000000/train/0\n');
    expect(out).toContain('0, no end\n');
  });

  test('names the step of one that left no record', async () => {
    const { code, out } = await explain('/', await stored(), 'train-flow-x7k2p-pick-333');
    expect([code, out]).toEqual([0, expect.stringContaining('  the step `pick`, flow.ts')]);
    expect(out).toContain('`kubectl logs train-flow-x7k2p-pick-333`');
  });

  test('knows the step by the flow alone, where the run left nothing', async () => {
    const root = projectWith(files);
    const { code, out } = await explain(root, datastore(), 'train-flow-abcde-prepare-1', 'flows/train.ts');
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(
        'prepare: the step `prepare`\n  TrainFlow in Argo Workflows and AWS Step Functions, flows/train.ts:12\n',
      ),
    ]);
  });

  test('names each flow that it may be of, where the run left nothing and its workflow is called otherwise', async () => {
    const root = projectWith({ ...files, 'flows/other.ts': FLOW.replaceAll('TrainFlow', 'OtherFlow') });
    const of = async (pod: string): Promise<string | undefined> =>
      (await explain(root, datastore(), pod, 'flows/train.ts', 'flows/other.ts')).out
        .match(/\w+Flow(?= in )/g)
        ?.join(' ');
    expect(await of('nightly-prepare-1')).toBe('TrainFlow OtherFlow');
    expect(await of('other-flow-abcde-prepare-1')).toBe('OtherFlow');
  });

  test('is found where another workflow’s name goes on as the pod’s does', async () => {
    const to = await stored();
    await to.run('train-flow-x7k2p-train-00000000', { engine: ENGINE });
    const { out } = await explain('/', to, 'train-flow-x7k2p-train-222');
    expect(out).toContain(`TrainFlow/${RUN}/train/1\n`);
  });

  test('of a workflow that wrote nothing is not ascribed to one whose name begins alike', async () => {
    const { code, err } = await explain('/', await stored(), 'train-flow-x7k2p-2-train-222');
    expect([code, err]).toEqual([1, expect.stringContaining('a template `2-train`')]);
  });

  test('may be a workflow, which ends with a number where a clock has started it', async () => {
    const to = await stored();
    await to.run('train-flow-1615836720-8c1f0000', { engine: ENGINE });
    const { out } = await explain('/', to, 'train-flow-1615836720');
    expect(out).toContain('the workflow of the run TrainFlow/train-flow-1615836720-8c1f0000\n');
  });

  test.each([
    ['other-flow-x7k2p-train-222', 'no run in'],
    ['train-flow-x7k2p-trian-222', 'did you mean `train`?'],
  ])('%s is not there', async (word, says) => {
    const root = projectWith(files);
    const { code, err } = await explain(
      root,
      await stored(),
      word,
      ...(says.startsWith('did') ? ['flows/train.ts'] : []),
    );
    expect([code, err]).toEqual([1, expect.stringContaining(says)]);
  });
});

describe('flowc explain, of a name in an engine', () => {
  test.each([
    ['each_prepare.train', 'each_prepare.train: the step `train`\n', 17],
    ['each-start', 'each-start: the body of the foreach that `start` opens, once for each element, until `pick`\n', 7],
    ['train', 'train: the step `train`\n', 17],
    ['each-start(1:1)', 'each-start: the body of', 7],
    ['train-flow-x7k2p.each-start(0:0).train(0)', 'train: the step `train`\n', 17],
  ])('%s is told by the file of its flow', async (word, text, line) => {
    const { code, out } = await flowc(projectWith(files), ['explain', word, 'flows/train.ts']);
    expect(code).toBe(0);
    expect(out).toContain(text);
    expect(out).toMatch(new RegExp(`\n  TrainFlow in [ \\w]+, flows/train.ts:${line}\n`));
  });

  test('lists all of a flow', async () => {
    const { out } = await flowc(projectWith(files), ['explain', 'flows/train.ts', '--target', 'argo']);
    expect(out.match(/^\S+(?=:)/gm)).toEqual(['main', 'start', 'prepare', 'train', 'pick', 'end', 'each-start']);
    const { out: all } = await flowc(projectWith(files), ['explain', 'flows/train.ts']);
    expect(all).toContain('start: the step `start`\n  TrainFlow in Argo Workflows, Airflow and AWS Step Functions, ');
    expect(all.match(/^\S+(?=:)/gm)?.slice(-7)).toEqual([
      'each_prepare',
      'prepare_frames',
      'each_prepare.prepare',
      'each_prepare.train',
      'flow.begin',
      'start.frames',
      'start.each',
    ]);
  });

  test('of a node whose run left nothing is not told', async () => {
    const words = ['train-flow-x7k2p-1834920112', 'flows/train.ts', '--datastore', '.flowc'];
    const { code, err } = await flowc(projectWith(files), ['explain', ...words]);
    expect([code, err]).toEqual([1, expect.stringContaining('`argo get` shows which template it is of')]);
  });

  test('that the flow does not have may be another', async () => {
    const { code, err } = await flowc(projectWith(files), ['explain', 'each-strat', 'flows/train.ts']);
    expect([code, err]).toEqual([2, expect.stringContaining('; did you mean `each-start`?')]);
  });

  test('without a file says what is needed', async () => {
    const { code, err } = await flowc('/', ['explain', 'each-start']);
    expect([code, err]).toEqual([2, expect.stringContaining('`flowc explain each-start flows/train.ts`')]);
  });
});
