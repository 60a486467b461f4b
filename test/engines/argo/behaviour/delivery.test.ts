import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { diskHost } from '../../../../src/cli/project.ts';
import { Client } from '../../../../src/client/client.ts';
import { runLocally } from '../../local/engine.ts';
import { recordRun, type RecordedRun } from '../../recorded-run.ts';
import { connect } from '../cluster/cluster.ts';
import { repository, Trial, type Manifests } from './trial.ts';
import { said, type TrialRun } from './trial-run.ts';
import { record, shown } from '../../records.ts';
import { argo } from '../engine.ts';

// How code comes to pods, what they say when it does not come, and how a run that failed there is looked at and gone on with here.

const SECRET = { PASSWORD: 'of the warehouse' };
const WORDS = { one: 'from a volume' };

const address = inject('cluster');

describe.runIf(address !== undefined)('on Argo', () => {
  let trial: Trial;
  let inline: TrialRun, inImage: TrialRun, forgotten: TrialRun, noSecret: TrialRun, noImage: TrialRun, home: TrialRun;
  let inlineFlow: Manifests | undefined;
  /** Before flows are run whose code comes another way: their first tasks may leave it in the datastore. */
  let pushed: readonly string[];

  beforeAll(async () => {
    if (address === undefined) return;
    trial = await Trial.begin(connect(address), 'code');
    await trial.secret('warehouse', SECRET);
    await trial.cluster.request('POST', trial.core('configmaps'), { metadata: { name: 'words' }, data: WORDS });
    await trial.deploy('home.ts');
    home = await trial.submit('home-flow');
    pushed = await packages();
    const image = await trial.imageWith('delivered.ts', 'InImageFlow');
    await trial.applyOnly('delivered.ts#InImageFlow', '--code', 'image', '--image', image);
    inImage = await trial.submit('in-image-flow');
    inlineFlow = await trial.applyOnly('delivered.ts#InlineFlow', '--code', 'inline');
    inline = await trial.submit('inline-flow');
    await trial.applyOnly('delivered.ts#ForgottenFlow');
    forgotten = await trial.submit('forgotten-flow');
    await trial.deploy('delivered.ts#NoSecretFlow');
    noSecret = await trial.submit('no-secret-flow');
    await trial.deploy('delivered.ts#NoImageFlow');
    noImage = await trial.submit('no-image-flow');
  });

  afterAll(() => trial.end());

  const packages = (): Promise<readonly string[]> => Array.fromAsync(trial.store.list('code/'), ({ key }) => key);

  test.concurrent(
    '`--code inline`: the code lies beside the template, and steps keep their own volumes, secrets and variables',
    async () => {
      expect([...(inlineFlow?.keys() ?? [])]).toContain('code.yaml');
      expect(await inline.ended()).toBe('Succeeded');
      expect(said(await inline.pods())).toEqual(['end Succeeded 0', 'start Succeeded 0']);
      expect(await inline.value('end', 'seen')).toEqual(['from another file', WORDS.one, 'own', SECRET.PASSWORD]);
      const { code = '' } = (await inline.attempts('end'))[0] ?? {};
      expect(pushed).not.toContain(`code/${code}`);
    },
  );

  test.concurrent('`--code image`: the code lies in the image', async () => {
    expect(await inImage.ended()).toBe('Succeeded');
    expect(said(await inImage.pods())).toEqual(['end Succeeded 0', 'start Succeeded 0']);
    expect(await inImage.value('end', 'word')).toBe('from another file');
    const { code = '' } = (await inImage.attempts('end'))[0] ?? {};
    expect(pushed).not.toContain(`code/${code}`);
  });

  test.concurrent('code that nobody pushed: the pod says so in a line, and what to do', async () => {
    expect(await forgotten.ended()).toBe('Failed');
    const pods = await forgotten.pods();
    expect(said(pods)).toEqual(['start Failed 98']);
    const log = await trial.log(pods[0]?.name ?? '');
    const [, id] = /code package `([0-9a-f]{64})`/.exec(log) ?? [];
    expect(log).toBe(
      `flowc-task: the code package \`${id}\` is neither in the folder \`/opt/flowc/packages\` nor in the datastore \`${trial.datastore}\`, as \`code/${id}\`. ` +
        'Put it there by `flowc push`, from the sources that were compiled; or build the image anew, by `flowc image`.\n',
    );
  });

  test.concurrent('a secret or an image that is not there: the pod waits, and Argo says for what', async () => {
    const waiting = (run: TrialRun): Promise<string> =>
      run.until(async () => (await run.pods()).find(({ message = '' }) => message.includes('nobody'))?.message);
    expect(await waiting(noSecret)).toBe('CreateContainerConfigError: secret "nobody" not found');
    expect(await waiting(noImage)).toMatch(/^ErrImageNeverPull: Container image "localhost\/nobody:1" is not present/);
  });

  test.concurrent('a run that failed there is looked at and gone on with here', async () => {
    expect(await home.ended()).toBe('Failed');
    const pods = ['measure(0:0) Succeeded 0', 'measure(1:1) Succeeded 0', 'start Succeeded 0', 'sum Failed 1'];
    expect(said(await home.pods())).toEqual(pods);
    const name = `HomeFlow/${home.run}`;
    const log =
      'about to sum up\nError: the price list is missing\n    at HomeFlow.sum (test/engines/argo/behaviour/flows/home.ts:26:69)\n';
    expect((await trial.flowc('logs', `${name}/sum`)).trimEnd()).toBe(log.trimEnd());
    expect(await trial.flowc('get', `${name}/measure/1/length`, '--json')).toBe('2\n');
    expect(await trial.flowc('show', name)).toMatch(/sum +1 +failed/);
    const failed = (await home.pods()).find(({ template }) => template === 'sum')?.name ?? '';
    const explained = await trial.flowc('explain', failed);
    expect(explained).toContain(`${name}/sum`);
    expect(explained).toMatch(/behaviour\/flows\/home\.ts:\d+/);

    await trial.flowc('resume', name);
    const resumed = (await new Client(trial.store).runs('HomeFlow')).find(({ record }) =>
      record.origins.includes(home.run),
    );
    if (resumed === undefined) throw new Error('there is no resumed run');
    const tasks = (await resumed.steps()).flatMap((each) => each.tasks);
    expect(tasks.filter(({ reused }) => !reused).map(({ task }) => task.step)).toEqual(['sum', 'end']);
    const file = 'test/engines/argo/behaviour/flows/home.ts';
    const { run } = await runLocally({ file, root: repository, host: diskHost(repository), entry: { file } });
    expect(leftOf(await recordRun(trial.store, resumed.id))).toEqual(leftOf(run));
    record(argo, shown('resume-failed'));
  });
});

const leftOf = ({ status, tasks }: RecordedRun): unknown => [
  status,
  tasks.map(({ step, task, state, inputs, artifacts }) => ({ step, task, state, inputs, artifacts })),
];
