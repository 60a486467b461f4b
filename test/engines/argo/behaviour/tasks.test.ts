import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../cluster/cluster.ts';
import { GATE } from './flows/gate.ts';
import { Trial } from './trial.ts';
import { said, until, type TrialRun } from './trial-run.ts';
import { record, shown } from '../../records.ts';
import { argo } from '../engine.ts';

// Tasks that are started more than once, names of runs that are used again, and a flow that is deployed anew while it runs.

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly object[];
  readonly envFrom?: readonly object[];
}

const address = inject('cluster');

describe.runIf(address !== undefined)('on Argo', () => {
  let trial: Trial;
  let slow: TrialRun, first: TrialRun, replaced: TrialRun;

  beforeAll(async () => {
    if (address === undefined) return;
    trial = await Trial.begin(connect(address), 'tasks');
    const gate = { metadata: { name: GATE.name }, data: { slow: 'closed', replaced: 'closed' } };
    await trial.cluster.request('POST', trial.core('configmaps'), gate);
    await trial.deploy('replaced/before.ts');
    replaced = await trial.submit('replaced-flow');
    await trial.deploy('tasks.ts');
    slow = await trial.submit('slow-flow');
    first = await trial.submit('twin-flow', {}, 'twin');
  });

  afterAll(() => trial.end());

  /** Lets the steps go on that wait for it. */
  const open = (gate: 'slow' | 'replaced'): Promise<unknown> =>
    trial.cluster.request('PATCH', trial.core(`configmaps/${GATE.name}`), { data: { [gate]: 'open' } });

  /** Starts what a pod of Argo's runs, in a bare pod. */
  const startAgain = async (of: string, name: string): Promise<void> => {
    const { spec } = await trial.cluster.request<{ spec: { containers: readonly Container[] } }>(
      'GET',
      trial.core(`pods/${of}`),
    );
    const main = spec.containers.find((container) => container.name === 'main');
    if (main === undefined) throw new Error(`${of} has no main container`);
    const { image, command, args, env, envFrom = [] } = main;
    // In front of it stands Argo's own program, which waits for its volumes.
    const own = command.slice(command.indexOf('--') + 1);
    await trial.cluster.request('POST', trial.core('pods'), {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            ...{ name: 'main', image, imagePullPolicy: 'Never', command: own, args, env, envFrom },
            volumeMounts: [{ name: GATE.name, mountPath: GATE.mountPath }],
          },
        ],
        volumes: [{ name: GATE.name, configMap: GATE.configMap }],
      },
    });
  };

  const exitCodeOf = async (pod: string): Promise<number | undefined> => {
    const { status } = await trial.cluster.request<{
      status: { containerStatuses?: readonly { state: { terminated?: { exitCode: number } } }[] };
    }>('GET', trial.core(`pods/${pod}`));
    return status.containerStatuses?.[0]?.state.terminated?.exitCode;
  };

  test.concurrent(
    'a task that is started twice at once, and once more after it succeeded, has one result',
    async () => {
      const pod = await slow.begun('slow', 'slow');
      await startAgain(pod.name, 'again');
      await until(async () => (await slow.attempts('slow')).length === 2 || undefined);
      await open('slow');
      expect(await slow.ended()).toBe('Succeeded');
      expect(await until(() => exitCodeOf('again'))).toBe(0);
      await startAgain(pod.name, 'once-more');
      expect(await until(() => exitCodeOf('once-more'))).toBe(0);

      expect(said(await slow.pods())).toEqual(['end Succeeded 0', 'slow Succeeded 0', 'start Succeeded 0']);
      const attempts = await slow.attempts('slow');
      const outcomeOf = (name: string): string | undefined => attempts.find((one) => one.pod === name)?.end?.outcome;
      const [won = '', ...others] = [pod.name, 'again'].toSorted((name) => (outcomeOf(name) === 'succeeded' ? -1 : 1));
      expect(attempts.map((one) => one.pod).toSorted()).toEqual([pod.name, 'again', 'once-more'].toSorted());
      expect([outcomeOf(won), ...others.map(outcomeOf), outcomeOf('once-more')]).toEqual([
        ...['succeeded', 'superseded', 'superseded'],
      ]);
      expect(await slow.value('end', 'who')).toBe(won);
      const logs = await Promise.all([pod.name, 'again', 'once-more'].map((name) => trial.log(name)));
      expect(logs, 'code runs twice only where neither can know of the other').toEqual([
        ...['slow begins\n', 'slow begins\n', ''],
      ]);
      const { tasks } = await slow.record('SlowFlow');
      expect(tasks.map(({ step, task, state, inputs }) => [step, task, state, ...inputs])).toEqual([
        ['start', 'main', 'succeeded'],
        ['slow', 'main', 'succeeded', 'start/main'],
        ['end', 'main', 'succeeded', 'slow/main'],
      ]);
      record(argo, shown('same-task-twice'));
    },
  );

  test.concurrent('a name of a run that is used again is another run', async () => {
    expect(await first.ended()).toBe('Succeeded');
    await trial.cluster.request('DELETE', trial.argo(`workflows/${first.name}`));
    // As the garbage collector of Kubernetes does, which this cluster has not.
    const pods = `${trial.core('pods')}?labelSelector=workflows.argoproj.io/workflow%3D${first.name}`;
    await trial.cluster.request('DELETE', pods);
    await until(
      async () =>
        (await trial.cluster.request<{ items: readonly unknown[] }>('GET', pods)).items.length === 0 || undefined,
    );
    const second = await trial.submit('twin-flow', {}, first.name);
    expect(await second.ended()).toBe('Succeeded');
    expect([second.name, second.run]).toEqual([first.name, expect.not.stringMatching(first.run)]);
    for (const run of [first, second]) {
      const { status, tasks } = await run.record('TwinFlow');
      expect([status, tasks.map(({ step, state }) => `${step} ${state}`)]).toEqual([
        'succeeded',
        ['start succeeded', 'end succeeded'],
      ]);
      for (const { step } of tasks) expect(await run.outcomes(step)).toEqual(['0 succeeded']);
    }
    record(argo, shown('run-id-twice'));
  });

  test.concurrent('a run goes on with the flow that it began with, whatever is deployed meanwhile', async () => {
    await replaced.begun('start', 'start');
    const [[, manifests] = []] = await trial.compile('replaced/after.ts');
    await trial.push('replaced/after.ts');
    const url = trial.argo('workflowtemplates/replaced-flow');
    const { metadata } = await trial.cluster.request<{ metadata: { resourceVersion: string } }>('GET', url);
    const after = load(manifests?.get('workflow-template.yaml') ?? '') as { metadata: object };
    const { resourceVersion } = metadata;
    await trial.cluster.request('PUT', url, { ...after, metadata: { ...after.metadata, resourceVersion } });
    await open('replaced');
    const anew = await trial.submit('replaced-flow');
    expect(await replaced.ended()).toBe('Succeeded');
    expect(said(await replaced.pods())).toEqual(['end Succeeded 0', 'start Succeeded 0']);
    expect(await replaced.value('end', 'by')).toBe('before');
    expect(await anew.ended()).toBe('Succeeded');
    expect(said(await anew.pods())).toEqual(['end Succeeded 0', 'middle Succeeded 0', 'start Succeeded 0']);
    expect(await anew.value('end', 'by')).toBe('after');
    record(argo, shown('graph-changed', 'two-runs-at-once'));
  });
});
