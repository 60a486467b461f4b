import { describe, expect, test } from 'vitest';
import { checkTemplate, written } from '../../../../../targets/step-functions/deploy/check-template.ts';
import { Diagnostics } from '../../../../../src/compiler/diagnostics/sink.ts';
import { flow, go } from '../../flow.ts';
import { deployed } from './stack-of.ts';

describe('a template', () => {
  test('is laid out for Step Functions as CloudFormation does', () => {
    expect(written({ A: [{ B: 'x', C: [1, 'y'] }, { D: null }], E: {}, F: [] })).toBe(
      '{\n  "A" : [ {\n    "B" : "x",\n    "C" : [ 1, "y" ]\n  }, {\n    "D" : null\n  } ],\n  "E" : { },\n  "F" : [ ]\n}',
    );
  });

  const line = (length: number) => {
    const names = ['start', ...Array.from({ length }, (_, at) => `step${at}`), 'end'];
    return Object.fromEntries(names.map((name, at) => [name, names.slice(at + 1, at + 2).map((next) => go(next))]));
  };

  test.each([
    [5, []],
    [60, ['step-functions-template-needs-s3']],
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

  test('that is too large is none as a module', () => {
    expect(deployed({}, { format: 'terraform-json' }, line(1_120)).found).toEqual([]);
  });
});
