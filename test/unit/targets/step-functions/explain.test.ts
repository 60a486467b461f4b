import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../../../src/compiler/compile.ts';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';
import { explainStepFunctions } from '../../../../targets/step-functions/explain.ts';
import { casesIn, fixturesFolder, hostOf } from '../../../fixtures.ts';
import { lower, statesOf } from './flows.ts';

const graphsOf = (fixture: string): readonly Graph[] =>
  compile({ file: 'flow.ts' }, hostOf(join(fixturesFolder, fixture))).flows.map(({ graph }) => graph);

describe('the names of states', () => {
  test.each(casesIn(fixturesFolder))('of %s all have a meaning, and no other name has one', (fixture) => {
    for (const graph of graphsOf(fixture)) {
      const explained = explainStepFunctions(graph).map(({ name }) => name);
      const written = [...statesOf(lower(graph).manifest.stack.machine).keys()];
      // A state that only ends a scope is there where one is needed.
      const isNeeded = (name: string): boolean => !name.endsWith('.end') || written.includes(name);
      expect(explained.filter(isNeeded).toSorted()).toEqual(written.toSorted());
    }
  });

  test('stand for what the flow says, at its place', () => {
    const text = readFileSync(join(fixturesFolder, 'mixed/flow.ts'), 'utf8');
    const meanings = new Map(
      graphsOf('mixed').flatMap((graph) =>
        explainStepFunctions(graph).map(({ name, text: says, span }) => [
          name,
          [says, text.slice(span.start, span.end)],
        ]),
      ),
    );
    expect(meanings.get('start.each')).toEqual([
      'the body of the foreach that `start` opens, once for each element, until `collect`',
      'start',
    ]);
  });
});
