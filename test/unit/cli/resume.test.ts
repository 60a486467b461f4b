import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { datastore, type Datastore, type StoredRun } from '../client/stored-runs.ts';
import { flowc, type Ran } from './run.ts';

// Whether a run may be resumed at all; what comes of it then, run.test.ts and test/engines/s3/home.test.ts try with real runs.

const ARGO = 'argo/8c1f0000-1f2e-4d3c';
const SCHEDULED = 'scheduled__2026-01-31T03:00:00+00:00';
const AIRFLOW = `airflow/train-flow/${SCHEDULED}/2026-01-31 04:00:00+00:00`;
const HERE = `local/${hostname()}/${process.pid}/k3f9`;

async function resume(
  run: string,
  engine: string,
  makes: (run: StoredRun) => Promise<unknown>,
  ...args: readonly string[]
): Promise<Ran & { readonly to: Datastore }> {
  const to = datastore();
  await makes(await to.run(run, { engine }));
  to.age(3600);
  return { to, ...(await flowc(to.root, ['resume', ...args, '--datastore', to.root])) };
}

const goesOn = (run: StoredRun): Promise<unknown> => run.attempt('start/main', {});
const isSilent = (run: StoredRun): Promise<unknown> => run.done('start/main', { count: 3 });
const hasFailed = (run: StoredRun): Promise<unknown> => run.attempt('start/main', { end: { outcome: 'failed' } });

/** What is said once a run may be resumed, as there is no file of its flow here. */
const WOULD = '`TrainFlow` came from';

describe('flowc resume, of a run that may go on', () => {
  test.each([
    ['r', HERE, [], '`TrainFlow/r` is still running\nhelp: Wait for its end, or stop it by Ctrl-C: '],
    ['r', HERE, ['--force'], '`TrainFlow/r` is still running\nhelp: '],
    [
      'r',
      'dagster/k3f9',
      [],
      'is still running in `dagster`, as far as its records say\nhelp: Wait for its end, or stop it: ',
    ],
    ['r', 'local/far-away/1/k3f9', [], 'is still running on `far-away`'],
    ['train-flow-x7k2p-8c1f0000', ARGO, [], 'or stop it (`argo stop train-flow-x7k2p`): '],
    ['train-flow-x7k2p-8c1f0000', ARGO, [], 'Where it is over there (`argo get train-flow-x7k2p`), and'],
    [
      SCHEDULED,
      AIRFLOW,
      [],
      `is still running in Airflow, as far as its records say\nhelp: Wait for its end, or stop it (\`flowc stop train-flow/${SCHEDULED} --target airflow\`): `,
    ],
    [
      'daily-2026-01-31',
      'step-functions/arn:aws:states:eu-central-1:123456789012:execution:train-flow:daily/2026-01-31T03:00:00.123Z',
      [],
      'is still running in Step Functions, as far as its records say\nhelp: Wait for its end, or stop it (`flowc stop train-flow/daily --target step-functions`): ',
    ],
    [SCHEDULED, AIRFLOW, [], `Where it is over there (\`flowc status train-flow/${SCHEDULED} --target airflow\`), and`],
  ] as const)('%s of %s with %j is refused', async (run, engine, args, says) => {
    const { code, err } = await resume(run, engine, goesOn, run, ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    expect(err).not.toContain(WOULD);
  });

  test('goes on all the same where somebody who knows better says so', async () => {
    const { err } = await resume('train-flow-x7k2p-8c1f0000', ARGO, goesOn, 'train-flow-x7k2p', '--force');
    expect(err).toContain('warning: nothing says that `TrainFlow/train-flow-x7k2p-8c1f0000` is over in Argo');
    expect(err).toContain(WOULD);
  });

  test('is warned of where nobody knows', async () => {
    for (const named of [['r'], []]) {
      const { err } = await resume('r', ARGO, isSilent, ...named);
      expect(err).toContain('warning: nothing says that `TrainFlow/r` is over in Argo');
      expect(err).toContain(WOULD);
    }
  });

  test.each([
    ['r', ARGO],
    [SCHEDULED, AIRFLOW],
  ])('%s of %s that has failed needs no warning', async (run, engine) => {
    const { err } = await resume(run, engine, hasFailed, run);
    expect(err).not.toContain('warning');
    expect(err).toContain(WOULD);
  });
});
