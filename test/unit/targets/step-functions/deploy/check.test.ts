import { describe, expect, test } from 'vitest';
import { checkTemplate } from '../../../../../targets/step-functions/deploy/check-template.ts';
import { Diagnostics } from '../../../../../src/compiler/diagnostics/sink.ts';
import { flow, go, split, type Ways } from '../../flow.ts';
import { deployed } from './stack-of.ts';

describe('a template', () => {
  const line = (length: number) => {
    const names = ['start', ...Array.from({ length }, (_, at) => `step${at}`), 'end'];
    return Object.fromEntries(names.map((name, at) => [name, names.slice(at + 1, at + 2).map((next) => go(next))]));
  };

  test.each([
    [5, []],
    [60, []],
    [1_120, ['step-functions-template-too-large']],
  ])('of %i steps', (length, found) => {
    expect(deployed({}, {}, line(length)).found).toEqual(found);
  });

  test('is none where only what Step Functions is given is too large', () => {
    const { stack } = deployed();
    const pass = { Type: 'Pass', Parameters: { a: { b: { c: { d: [{}] } } } }, End: true } as const;
    const States = Object.fromEntries(Array.from({ length: 5_100 }, (_, at) => [`state${at}`, pass]));
    const sink = new Diagnostics();
    checkTemplate(flow({ start: [go('end')], end: [] }), { ...stack, machine: { StartAt: 'state0', States } }, sink);
    expect(sink.sorted().map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the definition, laid out as CloudFormation does, of `TestFlow` has 1\d{6} bytes/),
    ]);
  });

  test('of branches deep in branches is measured, and as a module is printed', () => {
    const levels = 300;
    const steps: Record<string, Ways> = { end: [] };
    for (let level = 0; level < levels; level++) {
      const inner = level + 1 < levels ? `s${level + 1}` : 'last';
      steps[level === 0 ? 'start' : `s${level}`] = [split(inner, `b${level}`)];
      steps[`b${level}`] = [go(`j${level}`)];
      steps[`j${level}`] = [go(level === 0 ? 'end' : `j${level - 1}`)];
    }
    steps['last'] = [go(`j${levels - 1}`)];
    const joins = Object.keys(steps).filter((name) => name.startsWith('j'));
    expect(deployed({ joins }, {}, steps).found).toEqual(['step-functions-template-too-large']);
    const { files, found } = deployed({ joins }, { format: 'terraform-json' }, steps);
    expect(found).toEqual([]);
    expect(files['test-flow/state-machine.asl.json']?.length).toBeLessThan(1_048_576);
  });

  test('that is too large is none as a module', () => {
    expect(deployed({}, { format: 'terraform-json' }, line(1_120)).found).toEqual([]);
  });
});
