import { describe, expect, test } from 'vitest';
import { each, flow, go, type FlowOptions, type Ways } from '../flow.ts';
import { lower } from './flows.ts';

const span = { file: 'flow.ts', start: 0, end: 0 };
const found = (options: FlowOptions, argo?: Parameters<typeof lower>[1]) =>
  lower(flow({ start: [go('end')], end: [] }, options), argo).found;
const start = (settings: NonNullable<FlowOptions['steps']>[string]) => found({ steps: { start: settings } });
const volume = { name: 'v', mountPath: '/v', source: { kind: 'emptyDir' as const } };

describe('what Argo’s linter would let pass', () => {
  test.each<[string, readonly string[]]>([
    ['argo-no-image', found({}, {})],
    ['argo-evaluated-text', start({ kubernetes: { annotations: { a: 'see {{b}}' } } })],
    ['argo-evaluated-text', start({ kubernetes: { annotations: { '{{b}}': 'a' } } })],
    ['argo-evaluated-text', found({}, { image: 'flows:{{tag}}' })],
    ['argo-unprintable-text', start({ environment: { A: 'a\0b' } })],
    ['argo-unprintable-text', start({ environment: { A: '\ud800' } })],
    [
      'argo-parameter-name',
      found({ parameters: [{ kind: 'string', name: 'größe', default: '', required: true, span }] }),
    ],
    [
      'argo-parameter-name',
      found({ parameters: [{ kind: 'string', name: 'json', default: '', required: true, span }] }),
    ],
    ['argo-secret-name', start({ secrets: ['arn:aws:secret'] })],
    ['argo-secret-name', start({ secrets: ['TOKEN=hub'] })],
    ['argo-variable-twice', start({ environment: { A: 'a' }, secrets: ['A=b/c'] })],
    [
      'argo-volume-twice',
      start({ kubernetes: { volumes: [volume, { ...volume, source: { kind: 'configMap', name: 'c' } }] } }),
    ],
    [
      'argo-two-namespaces',
      found({ steps: { start: { kubernetes: { namespace: 'a' } }, end: { kubernetes: { namespace: 'b' } } } }),
    ],
    ['target-cannot', start({ retry: { times: 1, delay: 1, backoff: 1.5, on: 'any' } })],
  ])('%s', (name, names) => {
    expect(names).toEqual([name]);
  });

  test('one volume may be mounted twice', () => {
    expect(start({ kubernetes: { volumes: [volume, { ...volume, mountPath: '/w' }] } })).toEqual([]);
  });

  test('what starts by itself needs a value for every parameter', () => {
    const parameters = [{ kind: 'string' as const, name: 'path', required: true, span }];
    const schedule = { cron: '0 3 * * *', concurrency: 'allow' as const, span };
    const trigger = { event: 'e', parameters: [{ field: 'path', parameter: 'path' }], span };
    expect(found({ parameters, settings: { schedule } })).toEqual(['argo-start-lacks-parameter']);
    expect(found({ parameters, settings: { trigger } })).toEqual([]);
    expect(found({ parameters, settings: { trigger: { ...trigger, parameters: [] } } })).toEqual([
      'argo-start-lacks-parameter',
    ]);
  });
});

describe('levels', () => {
  // A loop at the top: main is 1, the template of visit k is 2 + k, its steps 3 + k, and 99 is the last that Argo runs.
  const loop = (bound: number | undefined, steps: FlowOptions['steps'] = {}) =>
    lower(flow({ start: [go('w')], w: [go('w', bound), go('end')], end: [] }, { steps })).found;

  test('a loop may fill all levels and no more', () => {
    expect(loop(97)).toEqual([]);
    expect(loop(98)).toEqual(['argo-loop-too-long']);
  });

  test('a step that is tried again takes one level more', () => {
    const steps = { w: { retry: { times: 1, delay: 1, backoff: 1, on: 'any' as const } } };
    expect(loop(96, steps)).toEqual([]);
    expect(loop(97, steps)).toEqual(['argo-loop-too-long']);
  });

  test('a loop without a bound is told of', () => {
    expect(loop(undefined)).toEqual(['argo-loop-without-bound']);
  });

  test('inner loops spend the levels of outer ones that go round from inside them', () => {
    const nested = (outer: number, inner: number) =>
      lower(flow({ start: [go('o')], o: [go('i')], i: [go('i', inner), go('o', outer), go('end')], end: [] })).found;
    expect(nested(5, 10)).toEqual([]);
    expect(nested(10, 10)).toContain('argo-loop-too-long');
  });

  test('nesting without loops', () => {
    const nest = (levels: number) => {
      const steps: Record<string, Ways> = { start: [each('s1')], end: [] };
      for (let at = 1; at <= levels; at++) steps[`s${at}`] = [at === levels ? go(`j${at}`) : each(`s${at + 1}`)];
      for (let at = levels; at > 0; at--) steps[`j${at}`] = [at === 1 ? go('end') : go(`j${at - 1}`)];
      return lower(flow(steps, { joins: Object.keys(steps).filter((name) => name.startsWith('j')) })).found;
    };
    expect(nest(98)).not.toContain('argo-too-deep');
    expect(nest(99)).toContain('argo-too-deep');
  });
});

describe("Argo's full definitions", () => {
  const chain = (length: number) => {
    const steps: Record<string, Ways> = { start: [go('s1')], end: [] };
    for (let at = 1; at < length - 1; at++) steps[`s${at}`] = [go(at === length - 2 ? 'end' : `s${at + 1}`)];
    return lower(flow(steps)).found;
  };

  test('take 200 templates, the DAG of all among them', () => {
    expect(chain(199)).toEqual([]);
    expect(chain(200)).toEqual(['argo-too-many-templates']);
  });
});
