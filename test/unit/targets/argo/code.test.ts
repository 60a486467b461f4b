import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { flow, go, type FlowOptions } from '../flow.ts';
import { lower, lowered, templateOf } from './flows.ts';

const ID = '0123456789abcdef'.repeat(4);
const two = (options: FlowOptions = {}) => flow({ start: [go('end')], end: [] }, options);
const inline = (compressed: Uint8Array) => ({
  image: 'flows:1',
  code: { delivery: 'inline' as const, id: ID, compressed },
});
const volume = (name: string) => ({ volumes: [{ name, mountPath: '/v', source: { kind: 'emptyDir' as const } }] });

describe('the code package', () => {
  test.each(['datastore', 'image'] as const)('in the %s is named by every pod, and by nothing else', (delivery) => {
    const { manifest } = lower(two(), { image: 'flows:1', code: { delivery, id: ID } });
    expect(JSON.stringify(manifest).match(new RegExp(ID, 'g'))).toHaveLength(1);
    const object = lowered(two(), { image: 'flows:1', code: { delivery, id: ID } });
    expect(object.spec.templateDefaults?.container?.env).toContainEqual({ name: 'FLOWC_PACKAGE', value: ID });
  });

  test('inline lies byte for byte in a ConfigMap of its own name, which every pod mounts where it looks', () => {
    const bytes = randomBytes(20_000);
    const { manifest } = lower(two(), { namespace: 'flows', ...inline(bytes) });
    const object = manifest.objects['code'];
    if (object?.kind !== 'ConfigMap') throw new Error('no ConfigMap');
    expect(object).toMatchObject({
      metadata: { name: 'test-flow-code-0123456789', namespace: 'flows' },
      immutable: true,
    });
    expect(Buffer.from(object.binaryData?.[`${ID}.zst`] ?? '', 'base64')).toEqual(bytes);
    const { spec } = lowered(two(), inline(bytes));
    expect(spec.volumes).toEqual([{ name: 'flowc-code', configMap: { name: 'test-flow-code-0123456789' } }]);
    expect(spec.templateDefaults?.container?.volumeMounts).toEqual([
      { name: 'flowc-code', mountPath: '/opt/flowc/packages', readOnly: true },
    ]);
  });

  test.each([
    ['99.9% of what a ConfigMap holds', 1_047_527, ['argo-code-needs-server-side-apply']],
    ['all that a ConfigMap holds', 1_048_576, ['argo-code-needs-server-side-apply']],
    ['100.1% of it', 1_049_625, ['argo-code-too-large']],
    ['99.9% of what kubectl can remember', 195_800, []],
    ['100.1% of it', 196_400, ['argo-code-needs-server-side-apply']],
  ])('inline, %s: %d bytes', (_, size, names) => {
    expect(lower(two(), inline(new Uint8Array(size))).found).toEqual(names);
  });

  test('inline leaves room for the volumes of steps, but for one of its name', () => {
    const found = (name: string) =>
      lower(two({ steps: { start: { kubernetes: volume(name) } } }), inline(randomBytes(9))).found;
    expect(found('scratch')).toEqual([]);
    expect(found('flowc-code')).toEqual(['argo-volume-twice']);
  });
});

describe('the datastore’s secret', () => {
  test('is every pod’s, and comes before those of a step, which so hold over it', () => {
    const object = lowered(two({ steps: { end: { secrets: ['db', 'A=mail/token'] } } }), {
      image: 'flows:1',
      datastoreSecret: 's3',
    });
    const secret = (name: string) => ({ secretRef: { name } });
    expect(object.spec.templateDefaults?.container?.envFrom).toEqual([secret('s3')]);
    expect(templateOf(object, 'start').container).not.toHaveProperty('envFrom');
    expect(templateOf(object, 'end').container?.envFrom).toEqual([secret('s3'), secret('db')]);
  });

  test('stands in the defaults alone where steps name only keys of secrets', () => {
    const object = lowered(two({ steps: { end: { secrets: ['A=mail/token'] } } }), {
      image: 'a:1',
      datastoreSecret: 's3',
    });
    expect(templateOf(object, 'end').container).not.toHaveProperty('envFrom');
  });
});
