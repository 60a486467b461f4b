import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { diskHost } from '../../../../src/cli/project.ts';
import { attemptKey } from '../../../../src/runtime/store/layout.ts';
import { runLocally } from '../../local/engine.ts';
import type { RecordedRun } from '../../recorded-run.ts';
import { connect } from '../cluster/cluster.ts';
import { TAG } from './flows/texts.ts';
import { repository, Trial, type Manifests } from './trial.ts';
import { said, type TrialRun } from './trial-run.ts';
import { record, shown } from '../../records.ts';
import { argo } from '../engine.ts';

// What goes through a cluster has to arrive as it was, byte for byte: texts, secrets, big values, files and logs.

const SECRETS = {
  warehouse: { USER_NAME: 'u{{x}}', PASSWORD: 'p$$ {{x}}\n"é$(HOME)' },
  'mail.smtp': { HOST: 'mail.example' },
};

/** Given at the submission, where Argo still reads `{{…}}`. */
const GIVEN = {
  plain: '$(FLOWC_RUN) $$ ${HOME} "\'\\\n\té 👩‍🚀 { { }}',
  quoted: '"\\u007b{x}}"',
  dollar: '$$',
  word: 'off',
  data: '{"a":"$(X)$$","b":[1e3]}',
  choice: 'y $(z)',
  absent: '~',
};

const address = inject('cluster');

describe.runIf(address !== undefined)('on Argo', () => {
  let trial: Trial;
  let secretFlows: ReadonlyMap<string, Manifests>;
  let defaults: TrialRun, given: TrialRun, secret: TrialRun, big: TrialRun, logged: TrialRun;

  beforeAll(async () => {
    if (address === undefined) return;
    trial = await Trial.begin(connect(address), 'values');
    for (const [name, data] of Object.entries(SECRETS)) await trial.secret(name, data);
    await trial.deploy('big.ts');
    big = await trial.submit('big-flow');
    logged = await trial.submit('log-flow');
    await trial.deploy('text.ts');
    defaults = await trial.submit('text-flow');
    given = await trial.submit('text-flow', GIVEN);
    secretFlows = await trial.deploy('secret.ts');
    secret = await trial.submit('secrets-flow');
  });

  afterAll(() => trial.end());

  const locally = async (parameters: Readonly<Record<string, string>>): Promise<RecordedRun> => {
    const file = join('test/engines/argo/behaviour/flows/text.ts');
    const entry = { file };
    return (await runLocally({ file, root: repository, host: diskHost(repository), entry, parameters })).run;
  };

  test.concurrent('hostile texts arrive as they were: defaults, variables, tags, artifacts and logs', async () => {
    expect(await defaults.ended()).toBe('Succeeded');
    expect((await defaults.record('TextFlow')).tasks).toEqual((await locally({})).tasks);
    const { metadata } = await defaults.over;
    expect(JSON.parse(metadata.annotations?.['flowc.dev/tags'] ?? '')).toEqual([TAG, 'no']);
    record(argo, shown('tags'));
  });

  test.concurrent('texts of a submission arrive as they were', async () => {
    expect(await given.ended()).toBe('Succeeded');
    expect((await given.record('TextFlow')).tasks).toEqual((await locally(GIVEN)).tasks);
  });

  test.concurrent('secrets arrive by reference: whole, by key, and by another name', async () => {
    expect(await secret.ended()).toBe('Succeeded');
    expect(said(await secret.pods())).toEqual(['end Succeeded 0', 'start Succeeded 0']);
    const { USER_NAME, PASSWORD } = SECRETS.warehouse;
    expect(await secret.value('end', 'whole')).toEqual([USER_NAME, PASSWORD, undefined]);
    expect(await secret.value('end', 'single')).toEqual(['mail.example', PASSWORD, PASSWORD, undefined]);
    const texts = [...(secretFlows.get('secrets-flow')?.values() ?? [])].join('\n');
    expect(texts).toContain('mail.smtp');
    for (const text of ['p$$', 'mail.example', trial.env['AWS_SECRET_ACCESS_KEY'] ?? ''])
      expect(texts).not.toContain(text);
  });

  test.concurrent(
    'a value of 100 MB and a file of 300 MB go from pod to pod, the file through pods with less memory than it has',
    async () => {
      expect(await big.ended()).toBe('Succeeded');
      const steps = ['both', 'end', 'makes-file', 'makes-value', 'reads-file', 'reads-value', 'start'];
      expect(said(await big.pods())).toEqual(steps.map((step) => `${step} Succeeded 0`));
      expect(await big.value('end', 'same')).toEqual([true, true]);
      record(argo, shown('artifact-100-mb'));
    },
  );

  test.concurrent(
    'a log of 100,000 lines on two streams is whole and in order, in Kubernetes and in the datastore',
    async () => {
      expect(await logged.ended()).toBe('Succeeded');
      const pod = (await logged.pods()).find(({ template }) => template === 'start') ?? expect.fail('no pod');
      const [attempt] = await logged.attempts('start');
      const key = attemptKey(
        { flow: 'LogFlow', run: logged.run },
        { step: 'start', frames: '' },
        attempt?.name ?? '',
        'log',
      );
      const lines = Array.from({ length: 100_000 }, (_, line) => `line ${line}\n`).join('');
      expect(Buffer.from((await trial.store.get(key)) ?? []).toString() === lines, 'in the datastore').toBe(true);
      expect((await logged.log(pod)) === lines, 'in Kubernetes').toBe(true);
      record(argo, shown('logs'));
    },
  );
});
