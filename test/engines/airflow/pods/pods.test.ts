import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { connect } from '../../argo/cluster/cluster.ts';
import { differencesOf, unmatchedStarts } from '../../differences.ts';
import { runLocally } from '../../local/engine.ts';
import { recordRun, type RecordedRun } from '../../recorded-run.ts';
import { record, shown } from '../../records.ts';
import { secretText } from '../../secrets.ts';
import { airflow as engine } from '../engine.ts';
import { contradictionsIn, startedBy } from '../starts.ts';
import { AirflowOnCluster, type AirflowRun, type Given, type Placed } from './on-cluster.ts';
import { startsIn } from './starts.ts';
import { baseOf, exitCodeOf, type Pod } from './watch.ts';

// DAG files exactly as flowc writes them where tasks are pods, on the real Airflow and a real Kubernetes: each run leaves what a local run leaves, and Airflow shows what its
// pods were. Airflow asks as a service account that has the rights which targets/airflow/README.md names, and no others.

/** What the operator asks of the API server. */
const RIGHTS = [
  { apiGroups: [''], resources: ['pods'], verbs: ['create', 'delete', 'get', 'list', 'patch'] },
  { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
  { apiGroups: [''], resources: ['pods/exec'], verbs: ['create', 'get'] },
  { apiGroups: [''], resources: ['events'], verbs: ['list'] },
];

type FlowName = 'ConditionalFlow' | 'EmptyFlow' | 'PlacedFlow' | 'CaughtFlow' | 'FailedFlow' | 'LostFlow';

const FLOWS: Readonly<Record<FlowName, Given & { readonly file: string }>> = {
  ConditionalFlow: { file: 'shapes.ts' },
  EmptyFlow: { file: 'shapes.ts' },
  PlacedFlow: { file: 'placed.ts', parameters: { given: '{{ run_id }} $(HOME) $$ "q" .sh' } },
  CaughtFlow: { file: 'failing.ts', settings: { collapse: ['turn'] } },
  FailedFlow: { file: 'failing.ts' },
  LostFlow: { file: 'failing.ts' },
};

const address = inject('cluster');

describe.runIf(address !== undefined)('pods of Airflow', () => {
  const names = Object.keys(FLOWS) as FlowName[];
  const runs = new Map(names.map((name) => [name, Promise.withResolvers<AirflowRun>()]));
  const placed = new Map<string, Placed>();
  let here: AirflowOnCluster;

  beforeAll(async () => {
    if (address === undefined) return;
    here = await AirflowOnCluster.begin(connect(address), 'airflow');
    const secret = (name: string, key: string) => ({ stringData: { [key]: secretText(name, key) } });
    await here.create('secrets', 'warehouse', secret('warehouse', 'PASSWORD'));
    await here.create('secrets', 'mail.smtp', secret('mail.smtp', 'HOST'));
    await here.create('secrets', 'train-keys', secret('train-keys', 'id'));
    await here.create('configmaps', 'train-settings', { data: { 'settings.json': '{"a":1}' } });
    await here.create('serviceaccounts', 'trainer', {});
    const token = await here.account('airflow', RIGHTS);
    for (const name of names) placed.set(name, await here.place(FLOWS[name].file, name, FLOWS[name]));
    here
      .run([...placed.values()], (run) => runs.get(run.prepared.plan.flow as FlowName)?.resolve(run), token)
      .catch((error: unknown) => runs.forEach(({ reject }) => reject(error)));
  });

  afterAll(() => here.end());

  const ended = async (name: FlowName): Promise<AirflowRun> => {
    const run = await runs.get(name)?.promise;
    if (run === undefined) throw new Error(`nobody runs ${name}`);
    expect(run.end.error, name).toBeUndefined();
    return run;
  };

  const recorded = ({ end, prepared }: AirflowRun): Promise<RecordedRun> =>
    recordRun(here.store, { flow: prepared.plan.flow, run: end.run ?? '' });

  const logOf = (pod: Pod | undefined): Promise<string> =>
    here.cluster.podLog(here.namespace, pod?.metadata.name ?? '');

  const podOf = ({ pods }: AirflowRun, task: string): Pod | undefined =>
    pods.find(({ metadata }) => metadata.labels['task_id'] === task);

  const states = ({ end }: AirflowRun): readonly string[] =>
    (end.tasks ?? []).map(({ task, index, state }) => `${task}${index < 0 ? '' : `[${index}]`} ${state}`).toSorted();

  /** Holds a run against a local one, and what Airflow shows against its pods. */
  const agrees = async (name: FlowName): Promise<AirflowRun> => {
    const run = await ended(name);
    const left = await recorded(run);
    const starts = startsIn(run.pods);
    const found = [
      ...differencesOf(left, (await runLocally(run.flow)).run, 'locally'),
      ...unmatchedStarts(startedBy(starts, run.prepared.plan, left), left),
      ...contradictionsIn(run.end.tasks ?? [], starts),
    ];
    expect(found, name).toEqual([]);
    return run;
  };

  test.concurrent('a pod says by its exit code that it is skipped: a conditional and a loop in a foreach', async () => {
    const run = await agrees('ConditionalFlow');
    expect(run.end.state).toBe('success');
    expect(states(run)).toEqual([
      ...['each_grow.big[0] skipped', 'each_grow.big[1] success', 'each_grow.big[2] skipped'],
      ...['each_grow.grow[0] success', 'each_grow.grow[1] success', 'each_grow.grow[2] success'],
      ...['each_grow.loop_turn.turn_v0[0] success', 'each_grow.loop_turn.turn_v0[1] success'],
      'each_grow.loop_turn.turn_v0[2] success',
      ...['each_grow.loop_turn.turn_v1[0] skipped', 'each_grow.loop_turn.turn_v1[1] skipped'],
      'each_grow.loop_turn.turn_v1[2] success',
      ...['each_grow.small[0] success', 'each_grow.small[1] skipped', 'each_grow.small[2] success'],
      ...['end success', 'gather success', 'grow_frames success', 'start success'],
    ]);
    expect(run.pods.filter((pod) => exitCodeOf(pod) === 99)).toHaveLength(5);
  });

  test.concurrent('an empty foreach runs no pod, and what joins it runs; also in another foreach', async () => {
    const run = await agrees('EmptyFlow');
    expect(run.end.state).toBe('success');
    expect(states(run).filter((state) => !state.endsWith(' success'))).toEqual(['each_never.never skipped']);
    expect(podOf(run, 'each_never.never')).toBeUndefined();
  });

  test.concurrent('texts, parameters and secrets arrive as they were, and a pod is what its step says', async () => {
    const run = await agrees('PlacedFlow');
    const train = podOf(run, 'train');
    expect(train?.metadata.labels).toMatchObject({ team: 'ml', tier: 'gpu', 'flowc.dev/flow': 'placed-flow' });
    expect(train?.metadata.annotations).toMatchObject({
      note: 'a "note": {{ run_id }} ${x} # kept 👩‍🚀.sh',
      'prometheus.io/scrape': 'true',
    });
    expect(train?.spec).toMatchObject({
      serviceAccountName: 'trainer',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      priorityClassName: 'first',
      securityContext: { fsGroup: 2000 },
      tolerations: expect.arrayContaining([
        { key: 'spot', operator: 'Exists', effect: 'NoSchedule' },
        { key: 'team', operator: 'Equal', value: 'ml', effect: 'PreferNoSchedule' },
      ]),
    });
    expect(train && baseOf(train)).toMatchObject({
      imagePullPolicy: 'Never',
      resources: { requests: { cpu: '10m', memory: '256Mi' }, limits: { memory: '256Mi' } },
      envFrom: [{ secretRef: { name: 'datastore' } }, { secretRef: { name: 'mail.smtp' } }],
    });
    expect(JSON.stringify(run.pods)).not.toContain(secretText('warehouse', 'PASSWORD'));
    expect(JSON.parse(await logOf(train))).toEqual({
      mounted: [[], [], ['settings.json'], ['id'], []],
      file: '{"a":1}',
      host: secretText('mail.smtp', 'HOST'),
      uid: 1000,
    });
  });

  test.concurrent(
    'a task is tried again, a failure is caught, one pod runs a loop, and an exit handler runs',
    async () => {
      const run = await agrees('CaughtFlow');
      expect(run.end.state).toBe('success');
      expect(await logOf(podOf(run, 'celebrate'))).toBe('celebrate 5 RangeError\n');
      expect(run.pods.map((pod) => `${pod.metadata.labels['task_id']} ${exitCodeOf(pod)}`)).toEqual([
        ...['start 1', 'start 0', 'thrown 0', 'turn 0', 'end 0', 'celebrate 0'],
      ]);
    },
  );

  test.concurrent('a run fails when its step does, and somebody is told', async () => {
    const run = await agrees('FailedFlow');
    expect(run.end.state).toBe('failed');
    expect(states(run)).toEqual([
      ...['celebrate skipped', 'end upstream_failed', 'fail failed', 'mourn success', 'start success'],
    ]);
    expect(await logOf(podOf(run, 'mourn'))).toBe('mourn RangeError\n');
  });

  test.concurrent(
    'a pod that is deleted by hand or takes too much memory is a failure, tried again and caught',
    async () => {
      const deleted = ['deleted', 'caught'].map(async (task) => {
        const pod = await here.begun(task);
        await here.cluster.request('DELETE', here.core(`pods/${pod.metadata.name}`));
      });
      await Promise.all(deleted);
      const run = await ended('LostFlow');
      const { status, tasks } = await recorded(run);
      expect([status, tasks.map(({ step, state, attempts }) => [step, state, ...attempts].join(' '))]).toEqual([
        'succeeded',
        [
          ...['start succeeded 0', 'deleted succeeded 0 1', 'caught caught 0', 'hungry caught 0'],
          ...['join succeeded 0', 'end succeeded 0'],
        ],
      ]);
      expect(run.end.state).toBe('success');
      expect(states(run)).toEqual([
        ...['caught failed', 'deleted success', 'end success', 'hungry success', 'join success', 'start success'],
      ]);
      record(engine('airflow'), shown('lost-task'));
    },
  );
});
