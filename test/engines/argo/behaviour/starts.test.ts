import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { load } from 'js-yaml';
import { connect } from '../cluster/cluster.ts';
import { repository, Trial, type Manifests } from './trial.ts';
import { said, until, type TrialRun, type Workflow } from './trial-run.ts';
import { record, shown } from '../../records.ts';
import { argo } from '../engine.ts';

// What stands beside a WorkflowTemplate: what starts it, and the rights of its pods.

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

const address = inject('cluster');

describe.runIf(address !== undefined)('on Argo', () => {
  let trial: Trial;
  let flows: ReadonlyMap<string, Manifests>;
  let unbound: TrialRun;

  beforeAll(async () => {
    if (address === undefined) return;
    trial = await Trial.begin(connect(address), 'starts');
    flows = await trial.deploy('starting.ts');
    await trial.cluster.request('DELETE', `${RBAC}/namespaces/${trial.namespace}/rolebindings/on-finish-flow`);
    unbound = await trial.submit('on-finish-flow');
  });

  afterAll(() => trial.end());

  /** What a service account may do in its namespace, beyond asking what it may do. */
  const rightsOf = async (account: string): Promise<readonly Rule[]> => {
    const { status } = await trial.cluster.request<{ status: { resourceRules: readonly Rule[] } }>(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace: trial.namespace } },
      { token: await trial.token(account) },
    );
    return status.resourceRules.filter(({ apiGroups }) => !apiGroups.some((group) => group.endsWith('.k8s.io')));
  };

  /** Whether the Sensor of `on-finish-flow` takes a run for one of the flow that it waits for, by the dependency's own filter. */
  const isAwaited = async (flow: string, run: TrialRun): Promise<boolean> => {
    const { spec } = await trial.cluster.request<{
      spec: {
        dependencies: readonly { name: string; filters?: { data: readonly { path: string; value: string[] }[] } }[];
      };
    }>('GET', trial.argo('sensors/on-finish-flow'));
    const filters = spec.dependencies.find(({ name }) => name === `after-${flow}`)?.filters?.data ?? [];
    const event: unknown = { body: await run.over };
    const at = (path: string): unknown =>
      path.split('.').reduce((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], event);
    return filters.length > 0 && filters.every(({ path, value }) => new RegExp(value[0] ?? '').test(String(at(path))));
  };

  test.concurrent('a CronWorkflow starts a run at the full minute', async () => {
    const label = 'workflows.argoproj.io/cron-workflow%3Devery-minute-flow';
    const address = trial.argo(`workflows?labelSelector=${label}`);
    const started = await until(
      async () => (await trial.cluster.request<{ items: readonly Workflow[] }>('GET', address)).items[0],
    );
    const cron = trial.argo('cronworkflows/every-minute-flow');
    const { spec } = await trial.cluster.request<{ spec: object }>('GET', cron);
    await trial.cluster.request('DELETE', cron);
    expect(spec).toMatchObject({ schedules: ['* * * * *'], timezone: 'Europe/Berlin', concurrencyPolicy: 'Forbid' });
    const run = trial.follow(started.metadata);
    expect(await run.ended()).toBe('Succeeded');
    expect(run.name).toMatch(/^every-minute-flow-\d{10}$/);
    expect(said(await run.pods())).toEqual(['end Succeeded 0', 'start Succeeded 0']);
    const { status, tasks } = await run.record('EveryMinuteFlow');
    expect([status, tasks.map(({ step, state, inputs }) => [step, state, ...inputs])]).toEqual([
      'succeeded',
      [
        ['start', 'succeeded'],
        ['end', 'succeeded', 'start/main'],
      ],
    ]);
    expect(await run.value('end', 'seen')).toEqual({ region: 'north', tags: ['every minute'] });
    const { metadata } = await run.over;
    expect(metadata.labels).toMatchObject({
      'flowc.dev/flow': 'every-minute-flow',
      'app.kubernetes.io/managed-by': 'flowc',
    });
    expect(metadata.annotations).toMatchObject({ 'flowc.dev/tags': '["every minute"]' });
    expect([await isAwaited('every-minute-flow', run), await isAwaited('on-event-flow', run)]).toEqual([true, false]);
    record(argo, shown('schedule-fires'));
  });

  test.concurrent(
    "a Sensor's service account may create what the Sensor holds, which runs, and nothing else",
    async () => {
      const sensor = await trial.cluster.request<{
        spec: { triggers: readonly { template: { k8s: { source: { resource: object } } } }[] };
      }>('GET', trial.argo('sensors/on-event-flow'));
      const resource = sensor.spec.triggers[0]?.template.k8s.source.resource ?? {};
      expect(await rightsOf('on-event-flow-sensor')).toEqual([
        { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] },
      ]);
      const run = await trial.create(resource, await trial.token('on-event-flow-sensor'));
      expect(await run.ended()).toBe('Succeeded');
      expect(await run.value('end', 'seen')).toBe('none');
      expect(said(await run.pods())).toEqual(['end Succeeded 0', 'start Succeeded 0']);
      expect(await isAwaited('on-event-flow', run)).toBe(true);
    },
  );

  test.concurrent('the EventSource of the documentation is accepted', async () => {
    const text = readFileSync(join(repository, 'targets/argo/README.md'), 'utf8');
    const [, yaml = ''] = /```yaml\n([^`]*kind: EventSource[^`]*)```/.exec(text) ?? [];
    await trial.cluster.apply(trial.namespace, yaml);
    const { spec } = await trial.cluster.request<{ spec: object }>('GET', trial.argo('eventsources/flowc'));
    expect(spec).toEqual((load(yaml) as { spec: object }).spec);
  });

  test.concurrent(
    'a field that Kubernetes does not know is refused, but for those of Argo Events, whose schemas know none',
    async () => {
      const refused: string[] = [];
      const accepted: string[] = [];
      for (const [name, text] of [...(flows.get('every-minute-flow') ?? []), ...(flows.get('on-event-flow') ?? [])]) {
        const object = load(text) as { kind: string; metadata: object; spec?: object };
        const metadata = { ...object.metadata, name: `odd-${name.replace('.yaml', '')}` };
        const odd = {
          ...object,
          metadata,
          ...(object.spec === undefined ? { odd: 1 } : { spec: { ...object.spec, odd: 1 } }),
        };
        const answer = await trial.cluster.apply(trial.namespace, JSON.stringify(odd)).then(
          () => accepted,
          () => refused,
        );
        answer.push(object.kind);
      }
      expect(new Set(accepted)).toEqual(new Set(['Sensor']));
      expect(new Set(refused)).toEqual(
        new Set(['CronWorkflow', 'Role', 'RoleBinding', 'ServiceAccount', 'WorkflowTemplate']),
      );
    },
  );

  test.concurrent("a run's pods may report results, and nothing else", async () => {
    expect(await rightsOf('every-minute-flow')).toEqual([
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
    ]);
  });

  test.concurrent('without its RoleBinding a run ends in error, and Argo says what its pods may not do', async () => {
    expect(await unbound.ended()).toBe('Error');
    const pods = await unbound.pods();
    expect(said(pods)).toEqual(['start Error 0']);
    const { namespace } = trial;
    expect(pods[0]?.message).toContain(
      `workflowtaskresults.argoproj.io is forbidden: User "system:serviceaccount:${namespace}:on-finish-flow" cannot create`,
    );
    expect(await unbound.outcomes('start'), 'the task itself is done').toEqual(['0 succeeded']);
  });
});
