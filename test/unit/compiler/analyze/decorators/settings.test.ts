import { describe, expect, test } from 'vitest';
import { analyzeFlow } from '../analyze-text.ts';

const settingsOf = (on: string, ownDecorators = ''): unknown => {
  const { models, findings } = analyzeFlow({
    on,
    start: ownDecorators,
    members: 'error?: CaughtError; file = parameter.string();',
  });
  const { spans: _, ...settings } = models[0]?.steps.find((step) => step.name === 'start')?.settings ?? { spans: {} };
  return findings.length > 0 ? findings : settings;
};

describe('step decorators make settings', () => {
  test.each([
    ['@retry()', { retry: { times: 3, delay: 120, backoff: 1, on: 'any' } }],
    [
      "@retry({ times: 0, delay: '0s', backoff: 1.5, maxDelay: '1h30m', on: 'preemption' })",
      { retry: { times: 0, delay: 0, backoff: 1.5, maxDelay: 5400, on: 'preemption' } },
    ],
    ["@timeout('2d')", { timeout: 172_800 }],
    ['@catchError()', { catchError: 'error' }],
    [
      "@resources({ cpu: 0.5, memory: '4Gi', disk: '1e9', gpu: 1, sharedMemory: '64M' })",
      { resources: { cpu: '0.5', memory: '4Gi', disk: '1e9', gpu: 1, sharedMemory: '64M' } },
    ],
    ["@environment({ vars: { A: '1', b_2: '' } })", { environment: { A: '1', b_2: '' } }],
    [
      "@secrets(['db', 'arn:aws:secretsmanager:eu:1:secret:x'])",
      { secrets: ['db', 'arn:aws:secretsmanager:eu:1:secret:x'] },
    ],
    ["@container({ image: 'localhost:5000/a/b:1.0' })", { image: 'localhost:5000/a/b:1.0' }],
    ["@batch({ queue: 'q' })", { batch: { queue: 'q' } }],
    [
      "@kubernetes({ namespace: undefined, volumes: [{ name: 'v', mountPath: '/v', secret: { secretName: 's' } }] })",
      { kubernetes: { volumes: [{ name: 'v', mountPath: '/v', source: { kind: 'secret', secretName: 's' } }] } },
    ],
    [
      "@kubernetes({ securityContext: { runAsUser: 1 }, tolerations: [{ key: 'a/b', operator: 'Exists' }] })",
      { kubernetes: { securityContext: { runAsUser: 1 }, tolerations: [{ key: 'a/b', operator: 'Exists' }] } },
    ],
  ])('%s', (decorator, settings) => {
    expect(settingsOf('', decorator)).toEqual(settings);
    expect(settingsOf(decorator)).toEqual(settings);
  });
});

describe("a step's own decorator replaces the flow's as a whole", () => {
  test.each([
    ['@retry({ times: 9 })', "@retry({ delay: '1s' })", { retry: { times: 3, delay: 1, backoff: 1, on: 'any' } }],
    ['@resources({ cpu: 1, gpu: 1 })', '@resources({ cpu: 2 })', { resources: { cpu: '2' } }],
    [
      "@environment({ vars: { A: 'flow', B: 'flow' } })",
      "@environment({ vars: { B: 'own', C: 'own' } })",
      { environment: { A: 'flow', B: 'own', C: 'own' } },
    ],
    [
      "@kubernetes({ namespace: 'n', labels: { a: '1' }, annotations: { x: 'y' } })",
      "@kubernetes({ labels: { b: '2' } })",
      { kubernetes: { labels: { a: '1', b: '2' }, annotations: { x: 'y' } } },
    ],
  ])('%s %s', (flow, own, settings) => expect(settingsOf(flow, own)).toEqual(settings));

  test('and each setting says where it was written', () => {
    const { models } = analyzeFlow({ on: "@retry() @timeout('1m')", start: '@retry({ times: 1 })' });
    const spans = models[0]?.steps[0]?.settings.spans;
    expect(spans?.retry?.start).toBeGreaterThan(spans?.timeout?.start ?? Infinity);
  });
});

describe('flow decorators make settings', () => {
  const flowSettings = (on: string): unknown => {
    const { models, findings } = analyzeFlow({ on, members: 'file = parameter.string();' });
    return findings.length > 0
      ? findings
      : JSON.parse(JSON.stringify(models[0]?.settings, (key, value: unknown) => (key === 'span' ? undefined : value)));
  };
  test.each([
    ['', { tags: [] }],
    [
      "@schedule({ cron: ' 0  3 * * MON-FRI ', timezone: 'Asia/Calcutta' })",
      { tags: [], schedule: { cron: '0 3 * * MON-FRI', timezone: 'Asia/Calcutta', concurrency: 'allow' } },
    ],
    [
      "@schedule({ every: 'week', concurrency: 'forbid' })",
      { tags: [], schedule: { cron: '0 0 * * 0', concurrency: 'forbid' } },
    ],
    [
      "@trigger({ event: 'e', parameters: { 'body.path': 'file' } })",
      { tags: [], trigger: { event: 'e', parameters: [{ field: 'body.path', parameter: 'file' }] } },
    ],
    ["@triggerOnFinish({ flow: 'A' })", { tags: [], triggerOnFinish: { flows: ['A'] } }],
    ["@triggerOnFinish({ flows: ['A', 'B', 'A'] })", { tags: [], triggerOnFinish: { flows: ['A', 'B'] } }],
    [
      "@project({ name: 'p', branch: 'user/x' }) @tags(['a', 'b:c'])",
      { tags: ['a', 'b:c'], project: { name: 'p', branch: 'user/x' } },
    ],
  ])('%s', (on, settings) => expect(flowSettings(on)).toEqual(settings));
});

describe('refuses', () => {
  test.each([
    ["@retry({ delay: '10s', maxDelay: '5s' })", "out-of-range @ { delay: '10s', maxDelay: '5s' }"],
    ['@retry({ times: 1.5 })', 'out-of-range @ 1.5'],
    ['@retry({ backoff: 0.5 })', 'out-of-range @ 0.5'],
    ['@retry(3)', 'wrong-type @ 3'],
    ["@timeout('0s')", "bad-duration @ '0s'"],
    ["@timeout('500ms')", "bad-duration @ '500ms'"],
    ["@timeout('1s1h')", "bad-duration @ '1s1h'"],
    ["@timeout('99999999999999999d')", "bad-duration @ '99999999999999999d'"],
    ["@resources({ memory: '512m' })", "bad-quantity @ '512m'"],
    ["@resources({ cpu: '2Gi' })", "bad-quantity @ '2Gi'"],
    ['@resources({ cpu: 0 })', 'bad-quantity @ 0'],
    ["@environment({ vars: { FLOWC_X: '' } })", 'bad-environment-name @ FLOWC_X'],
    ['@environment({ vars: { A: 1 } })', 'wrong-type @ 1'],
    ['@environment({})', 'missing-option @ {}'],
    ["@secrets(['a b'])", "bad-name @ 'a b'"],
    ["@container({ image: 'a b' })", "bad-image @ 'a b'"],
    ["@kubernetes({ namespace: 'A' })", "bad-name @ 'A'"],
    ["@kubernetes({ labels: { '-a': 'x' } })", "bad-label @ '-a'"],
    ["@kubernetes({ labels: { a: '-' } })", "bad-label @ '-'"],
    ["@kubernetes({ volumes: [{ name: 'v', mountPath: '/v' }] })", "missing-option @ { name: 'v', mountPath: '/v' }"],
    ["@kubernetes({ volumes: [{ name: 'v', mountPath: 'v', emptyDir: {} }] })", "bad-name @ 'v'"],
    ["@schedule({ cron: '* * * *' })", "bad-cron @ '* * * *'"],
    ["@schedule({ cron: '0 0 * * 7' })", "bad-cron @ '0 0 * * 7'"],
    ["@schedule({ cron: '0 0 L * *' })", "bad-cron @ '0 0 L * *'"],
    ["@schedule({ cron: '0 0 31 2 *' })", "bad-cron @ '0 0 31 2 *'"],
    ["@schedule({ cron: '5-2 * * * *' })", "bad-cron @ '5-2 * * * *'"],
    ["@schedule({ every: 'day', timezone: 'UTC' })", "conflicting-options @ { every: 'day', timezone: 'UTC' }"],
    ["@schedule({ cron: '0 0 * * *', timezone: 'europe/berlin' })", "unknown-time-zone @ 'europe/berlin'"],
    ["@schedule({ cron: '0 0 * * *', timezone: '+02:00' })", "unknown-time-zone @ '+02:00'"],
    ["@trigger({ event: 'e', parameters: { x: 'filé' } })", "unknown-parameter @ 'filé'"],
    ['@triggerOnFinish({})', 'missing-option @ {}'],
    ["@tags(['a\\nb'])", "bad-name @ 'a\\nb'"],
    ["@project({ name: '1' })", "bad-name @ '1'"],
  ])('%s', (on, found) => expect(analyzeFlow({ on, members: 'file = parameter.string();' }).findings).toEqual([found]));

  test('with the right option suggested, and the place of a value that stands elsewhere', () => {
    expect(analyzeFlow({ on: '@retry({ tiems: 3 })' }).messages).toEqual([
      '`@retry` has no option `tiems`; did you mean `times`?',
    ]);
    expect(analyzeFlow({ top: 'const N = -1;', on: '@retry({ times: N })' }).findings).toEqual(['out-of-range @ N']);
  });
});
