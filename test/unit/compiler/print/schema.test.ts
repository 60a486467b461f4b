import { globSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { graphSchema, graphSchemaFile } from '../../../../scripts/generate-graph-schema.ts';
import { printGraph } from '../../../../src/compiler/print/print-graph.ts';
import { everything, hostile, nested } from './graphs.ts';

const published = readFileSync(graphSchemaFile, 'utf8');
const validate = new Ajv2020({ allErrors: true, strictTypes: false }).compile(JSON.parse(published));

const findings = (json: string): unknown => (validate(JSON.parse(json)) ? [] : validate.errors);

test('the published schema is what the types say', async () => {
  expect(published, 'run `node scripts/generate-graph-schema.ts`').toBe(await graphSchema());
});

test('the schema accepts the JSON of a graph', () => {
  for (const graph of [everything, hostile, nested(60)]) expect(findings(printGraph(graph, 'json'))).toEqual([]);
});

const goldens = globSync('fixtures/*/expected/graph.json');

test.runIf(goldens.length > 0).for(goldens)('the schema accepts %s', (file) => {
  expect(findings(readFileSync(file, 'utf8'))).toEqual([]);
});

describe('the schema refuses', () => {
  const broken: readonly (readonly [string, string, string])[] = [
    ['another version', '"version": 1', '"version": 2'],
    ['an unknown property', '"version": 1', '"version": 1, "verison": 1'],
    ['a missing property', '"parameters": [', '"params": ['],
    ['an unknown kind of region', '"kind": "foreach",\n      "body"', '"kind": "each",\n      "body"'],
    ['a number where a name stands', '"header": "c"', '"header": 3'],
    ['an id that names no kind', '"region": "foreach:start"', '"region": "start"'],
    ['a span without a file', '"file": "flow.ts",\n', ''],
    ['a setting that there is none of', '"timeout": 90', '"timeouts": 90'],
  ];
  test.for(broken)('%s', ([, right, wrong]) => {
    const json = printGraph(everything, 'json');
    const text = json.replace(right, wrong);
    expect(text, `the JSON of a graph no longer holds ${right}`).not.toBe(json);
    expect(findings(text)).not.toEqual([]);
  });
});
