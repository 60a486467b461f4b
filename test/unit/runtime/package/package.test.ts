import { describe, expect, test } from 'vitest';
import { packageId, printPackage, readPackage } from '../../../../src/runtime/package/package.ts';
import { flowWith, pack, projectWith } from '../../package/project.ts';

const packed = await pack(projectWith({ 'flow.ts': flowWith('  is = "ä";') }));
const text = new TextDecoder().decode(packed.bytes);
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const changed = (change: object): Uint8Array => bytesOf({ ...(JSON.parse(text) as object), ...change });

test('what was printed is read as it was, and prints the same again', () => {
  const read = readPackage(packed.bytes);
  expect(read).toEqual(packed.package);
  expect(packageId(printPackage(read))).toBe(packed.id);
});

test('it is one line of JSON, and its id the hash of that', () => {
  expect(text.indexOf('\n')).toBe(text.length - 1);
  expect(Object.keys(JSON.parse(text) as object)).toEqual(['format', 'plan', 'code', 'map', 'external']);
  expect(packed.id).toMatch(/^[0-9a-f]{64}$/);
});

test('the source map has no texts, and no path of the machine', () => {
  const map = JSON.parse(packed.package.map) as Record<string, unknown>;
  expect(Object.keys(map)).toEqual(['version', 'sources', 'names', 'mappings']);
  expect(map['sources']).toEqual(['flowc:api', 'flow.ts']);
});

describe('bytes that are refused', () => {
  test.each([
    ['that are not there', new Uint8Array(), 'its bytes are no JSON'],
    ['that are cut off', packed.bytes.subarray(0, -5), 'its bytes are no JSON'],
    ['that are no UTF-8', Uint8Array.of(34, 255, 34), 'its bytes are no JSON'],
    ['of another thing', bytesOf([1]), 'this is no code package'],
    ['of a later format', changed({ format: 2 }), 'has format 2, and the flowc that runs here knows format 1'],
    [
      'for another contract',
      changed({ plan: { ...packed.package.plan, contract: 7 } }),
      'has version 7 of the contract, and the flowc that runs here knows version 1',
    ],
    ['without code', changed({ code: undefined }), 'lacks its plan'],
    ['without a plan', changed({ plan: [] }), 'lacks its plan'],
    ['with odd externals', changed({ external: [1] }), 'lacks its plan'],
  ])('those %s', (_, bytes, message) => {
    expect(() => readPackage(bytes)).toThrow(message);
  });
});
