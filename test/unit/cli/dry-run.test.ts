import { describe, expect, test } from 'vitest';
import { amount } from '../../../src/cli/dry-run/demand.ts';
import { flowc, projectWith, type Ran } from './run.ts';

const flow = (body: string): string => `
import { catchError, environment, FlowSpec, onExit, parameter, resources, retry, secrets, step, timeout, type CaughtError, type Inputs } from 'flowc';

export class TrainFlow extends FlowSpec {
${body}
  @step
  end() {}
}
`;

/** A foreach with settings, its join decides whether to improve. */
const TRAIN = flow(`
  rate = parameter.number({ default: 0.1 });
  items: number[] = [];
  left?: CaughtError;

  @step
  start() {
    this.items = [1, 2, 3];
    this.next(this.train, { foreach: this.items });
  }

  @retry({ times: 3, delay: '10s', backoff: 2 })
  @timeout('90s')
  @resources({ cpu: 2, memory: '4Gi', gpu: 1 })
  @environment({ vars: { LEVEL: 'very loud' } })
  @secrets(['db'])
  @catchError({ artifact: 'left' })
  @step
  train(item: number) {
    console.log(item, this.rate);
    this.next(this.pick);
  }

  @step
  pick(inputs: Inputs<TrainFlow>) {
    this.next(inputs.length > 3 ? this.publish : this.discard);
  }

  @resources({ cpu: '500m', memory: '512Mi' })
  @step
  publish() {
    this.next(this.end);
  }

  @step
  discard() {
    this.next(this.end);
  }

  @onExit('failure')
  alert() {}
`);

const LOOP = flow(`
  count = 0;

  @step
  start() {
    this.next(this.improve);
  }

  @step
  improve() {
    this.count += 1;
    if (this.count < 3) this.next(this.improve, { maxVisits: 5 });
    else this.next(this.end);
  }
`);

const walk = (text: string, ...argv: readonly string[]): Promise<Ran> =>
  flowc(projectWith({ 'flow.ts': text }), ['dry-run', 'flow.ts', ...argv]);

interface Told {
  readonly waves: readonly {
    readonly batches: readonly { readonly step: string; readonly frames: string; readonly tasks: number }[];
  }[];
  readonly totals: object;
  readonly peak: object;
  readonly [more: string]: unknown;
}

async function told(text: string, ...argv: readonly string[]): Promise<Told> {
  const { out } = await walk(text, ...argv, '--reporter', 'json');
  return JSON.parse(out) as Told;
}

/** `train/{0..1} × 2`, a wave after another. */
const tasksOf = ({ waves }: Told): readonly string[] =>
  waves.map(({ batches }) => batches.map(({ step, frames, tasks }) => `${step}/${frames} × ${tasks}`).join(', '));

describe('flowc dry-run', () => {
  test('shows the run in waves, each task with its command and settings', async () => {
    const { code, out, err } = await walk(TRAIN);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('TrainFlow (flow.ts) as the local engine would run it; no step runs now\n');
    expect(out).toContain(
      'Wave 2 · 2 tasks · 4 cores · 8 GiB of memory · 2 GPUs\n  flowc-task train --frames {0..1} --attempt 0 --tries 4   × 2\n',
    );
    const [, details = ''] = /× 2\n((?: {6}.*\n)+)/.exec(out) ?? [];
    expect(details.replaceAll(/\s+/g, ' ').trim()).toBe(
      'cpu 2 · memory 4Gi · gpu 1 · each attempt ends after 90s · tried again after 10s, 20s, 40s (--attempt 1 to 3) · ' +
        'the last error goes to `left` · LEVEL="very loud" · secrets db',
    );
    expect(out).toContain('  flowc-task alert --exit Failed\n      where it failed\n');
    expect(out).toContain(
      'FLOWC_FLOW=TrainFlow FLOWC_RUN=<run-id> FLOWC_ENGINE=<engine> FLOWC_DATASTORE=s3://flows/test',
    );
    expect(out).toContain('In all 6 tasks of 5 steps in 5 waves, at most 12 attempts\n');
    expect(out).toContain('At peak 2 tasks (wave 2), 4 cores (wave 2), 8 GiB of memory (wave 2), 2 GPUs (wave 2)\n');
  });

  test('says what it assumed, and what it did not come to for that', async () => {
    const { out } = await walk(TRAIN);
    expect(out).toContain('`start` runs `train` for 2 elements of `items` (by default; --assume items=2)');
    expect(out).toContain('`pick` goes on to publish (by default; --assume pick=publish)');
    expect(out).toContain('Not reached, as is assumed: `discard`\n');
  });

  test.each(['items=50', 'train=50', 'start=50'])('takes a width by field, body or opener: %s', async (said) => {
    expect(tasksOf(await told(TRAIN, '--assume', said))[1]).toBe('train/{0..49} × 50');
  });

  test('takes a list that is written out for as long as it is', async () => {
    const written = TRAIN.replace('foreach: this.items', 'foreach: [1, 2, 3, 4]');
    const found = await told(written);
    expect(tasksOf(found)[1]).toBe('train/{0..3} × 4');
    expect(found['assumed']).toContainEqual({
      kind: 'width',
      step: 'start',
      body: 'train',
      value: '4',
      from: 'source',
    });
    expect(tasksOf(await told(written, '--assume', 'train=1'))[1]).toBe('train/0 × 1');
  });

  test('goes straight to the join where there are no elements', async () => {
    expect(tasksOf(await told(TRAIN, '--assume', 'items=0'))).toEqual([
      'start/ × 1',
      'pick/ × 1',
      'publish/ × 1',
      'end/ × 1',
    ]);
  });

  test('sums what is wide and lists it once, also one in the other', async () => {
    const nested = flow(`
  @step
  start() {
    this.next(this.row, { foreach: new Set([1]) });
  }
  @step
  row() {
    this.next(this.cell, { foreach: new Set([1]) });
  }
  @step
  cell() {
    this.next(this.cells);
  }
  @step
  cells(inputs: Inputs<TrainFlow>) {
    console.log(inputs.length);
    this.next(this.rows);
  }
  @step
  rows(inputs: Inputs<TrainFlow>) {
    console.log(inputs.length);
    this.next(this.end);
  }
`);
    const { out } = await walk(nested, '--assume', 'row=100000', '--assume', 'cell=100000');
    expect(out).toContain('  flowc-task cell --frames {0..99999}.{0..99999}   × 10,000,000,000\n');
    expect(out).toContain('In all 10,000,200,003 tasks of 6 steps in 6 waves\n');
  });

  test('takes the way that is said, for every visit or so many', async () => {
    expect(tasksOf(await told(TRAIN, '--assume', 'pick=discard'))[3]).toBe('discard/ × 1');
    expect(tasksOf(await told(LOOP))).toEqual(['start/ × 1', 'improve/v0 × 1', 'end/ × 1']);
    const twice = ['start/ × 1', 'improve/v0 × 1', 'improve/v1 × 1', 'improve/v2 × 1', 'end/ × 1'];
    expect(tasksOf(await told(LOOP, '--assume', 'improve=improve*2'))).toEqual(twice);
    expect(tasksOf(await told(LOOP, '--assume', 'improve=improve*2,end'))).toEqual(twice);
  });

  test('refuses to go round more often than the loop may', async () => {
    const { code, err } = await walk(LOOP, '--assume', 'improve=improve');
    expect(code).toBe(2);
    expect(err).toContain('`improve` would go back to `improve` for visit 6 of at most 5');
    expect(err).toContain('--assume improve=improve*4');
    expect((await walk(LOOP, '--assume', 'improve=improve*4')).code).toBe(0);
  });

  test('refuses to go round for ever', async () => {
    const { code, err } = await walk(LOOP.replace(', { maxVisits: 5 }', ''), '--assume', 'improve=improve');
    expect(code).toBe(2);
    expect(err).toContain('goes round and round');
  });

  test('cuts the middle out of a very long run, for people only', async () => {
    const long = LOOP.replace(', { maxVisits: 5 }', '');
    const { out } = await walk(long, '--assume', 'improve=improve*500');
    expect(out).toContain('… and 423 waves more, which `--reporter json` lists …');
    expect(out.split('\nWave ').length - 1).toBe(80);
    expect(tasksOf(await told(long, '--assume', 'improve=improve*500'))).toHaveLength(503);
  });

  test('with so many workers, asks for what the greediest of them do', async () => {
    const { out } = await walk(TRAIN, '--assume', 'items=50', '--max-workers', '8');
    expect(out).toContain('Wave 2 · 50 tasks · 8 at a time · 16 cores · 32 GiB of memory · 8 GPUs\n');
    expect(out).toContain('At peak with 8 at a time: 8 tasks (wave 2), 16 cores (wave 2)');
    expect((await walk(TRAIN, '--max-workers', '0')).err).toContain('whole number from 1');
  });

  test('walks as a target would, and says what that cannot do', async () => {
    const argo = ['--target', 'argo', '--parallelism', '4'];
    const { out } = await walk(TRAIN, ...argo, '--image', 'registry.example/flows:1', '--datastore', 's3://b/p');
    expect(out).toContain('as Argo Workflows would run it');
    expect(out).toContain('image registry.example/flows:1, where it names no other');
    expect(out).toContain('with 4 at a time');
    const refused = await walk(TRAIN, ...argo);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('has no container image');
    expect(refused.out).toBe('');
  });

  test('tells a program everything, and the findings', async () => {
    const found = await told(TRAIN);
    expect(found).toMatchObject({
      diagnostics: [],
      flow: 'TrainFlow',
      totals: { tasks: 6, attempts: 12, waves: 5, steps: 5 },
      peak: { cpu: { value: 4, wave: 2 }, memory: { value: 2 ** 33, wave: 2 } },
      unsaid: { cpu: ['start', 'pick', 'end'], memory: ['start', 'pick', 'end'] },
      unreached: ['discard'],
      exitHandlers: [{ name: 'alert', when: 'failure', command: ['flowc-task', 'alert', '--exit', 'Failed'] }],
    });
    expect(found.waves[1]?.batches[0]).toEqual({
      step: 'train',
      frames: '{0..1}',
      tasks: 2,
      command: ['flowc-task', 'train', '--frames', '{0..1}', '--attempt', '0', '--tries', '4'],
      tries: 4,
      delays: [10, 20, 40],
      retry: { times: 3, delay: 10, backoff: 2, on: 'any' },
      timeout: 90,
      resources: { cpu: '2', memory: '4Gi', gpu: 1 },
      environment: { LEVEL: 'very loud' },
      secrets: ['db'],
      catches: 'left',
    });
  });

  test.each([
    ['itmes=3', 'nothing to assume of `itmes` in `TrainFlow`; did you mean `items`?'],
    ['end=3', 'nothing to assume of `end`'],
    ['pick=pubish', '`pick` does not go on to `pubish`; did you mean `publish`?'],
    ['pick=3', '`pick` does not go on to `3`'],
    ['items=many', '`--assume items=many` is no width'],
    ['items', '`--assume items` says nothing'],
    ['items=99999999999999999999', 'too wide'],
  ])('teaches what --assume %s should be', async (said, message) => {
    const { code, err } = await walk(TRAIN, '--assume', said);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('walks one flow at a time', async () => {
    const two = `${TRAIN}\n${LOOP.replace(/import .*/, '').replace('TrainFlow', 'LoopFlow')}`;
    const { code, err } = await walk(two);
    expect(code).toBe(2);
    expect(err).toContain('`flow.ts#TrainFlow`, `flow.ts#LoopFlow`');
    expect((await walk(TRAIN, '--assume', 'items=3', 'pick=discard')).err).toContain('`--assume pick=discard`');
  });

  test('stops at an error of the flow', async () => {
    const { code, out, err } = await walk(flow('@step\n start() {}'));
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('error FLOWC');
  });
});

test.each([
  ['2', 2],
  ['500m', 0.5],
  ['1.5', 1.5],
  ['1e3', 1000],
  ['4Gi', 2 ** 32],
  ['512Mi', 2 ** 29],
  ['1G', 1e9],
  ['1E', 1e18],
])('a quantity of %s is %d', (text, value) => {
  expect(amount(text)).toBe(value);
});
