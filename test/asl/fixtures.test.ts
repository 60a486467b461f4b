import { join } from 'node:path';
import validate from 'asl-validator';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { StateMachine } from '../../targets/step-functions/asl.ts';
import { stepFunctions } from '../../targets/step-functions/index.ts';
import { caseOf, casesIn, fixturesFolder, hostOf } from '../fixtures.ts';
import { faultsOf } from './verify.ts';

// Every fixture's state machine, by the verifier and by the linter that others use. That the linter bites is shown; that the verifier does, verify.test.ts shows.

interface Made {
  readonly machine: StateMachine;
  /** It is refused in the end; what there is of it is to be sound all the same. */
  readonly isRefused: boolean;
}

function machinesOf(fixture: string): readonly Made[] {
  const folder = join(fixturesFolder, fixture);
  const { flow } = caseOf(folder);
  const entry = { file: 'flow.ts', ...(flow === undefined ? {} : { flow }) };
  return compile(entry, hostOf(folder)).flows.map(({ graph }) => {
    const sink = new Diagnostics();
    const options = { image: 'flows:1', datastore: 's3://flows/store', batchQueue: 'flows', format: 'asl' } as const;
    const { machine } = stepFunctions.lower(graph, options, sink).stack;
    return { machine, isRefused: sink.hasErrors };
  });
}

/** It writes into what it looks at. */
function linted(machine: unknown): string {
  const { isValid, errorsText } = validate(structuredClone(machine) as object, { checkPaths: true, checkArn: true });
  return isValid ? '' : errorsText('\n');
}

describe('the state machine of', () => {
  test.each(casesIn(fixturesFolder))('%s is sound', (fixture) => {
    for (const { machine } of machinesOf(fixture)) {
      expect(faultsOf(machine)).toEqual([]);
      expect(linted(machine)).toBe('');
    }
  });
});

describe('asl-validator', () => {
  const [made] = machinesOf('switch-basic');
  const { States = {}, ...machine } = made?.machine ?? {};

  test.each<[string, unknown, RegExp]>([
    ['a state that is not there', { ...machine, StartAt: 'gone', States }, /MISSING_TRANSITION_TARGET/],
    ['a field that is missing', { ...machine, States: { ...States, start: { End: true } } }, /start is invalid/],
    [
      'a path that is none',
      { ...machine, States: { ...States, start: { Type: 'Pass', ResultPath: 'a', End: true } } },
      /ResultPath/,
    ],
  ])('sees %s', (_, broken, says) => {
    expect(linted(broken)).toMatch(says);
  });
});
