import { describe, expect, test } from 'vitest';
import { analyzeFlow } from '../analyze-text.ts';

const read = (member: string): unknown => {
  const { models, findings } = analyzeFlow({ members: member });
  return findings.length > 0 ? findings : models[0]?.parameters.map(({ span: _, ...parameter }) => parameter);
};

describe('reads', () => {
  test.each([
    ['x = parameter.string();', { kind: 'string', required: true }],
    [
      "x = parameter.string({ default: 'ab', pattern: /^a/i, help: 'h' });",
      { kind: 'string', default: 'ab', pattern: { source: '^a', flags: 'i' }, help: 'h', required: true },
    ],
    ['readonly x = parameter.number({ required: false, max: 2 });', { kind: 'number', required: false, max: 2 }],
    [
      'x = parameter.integer({ default: 3, min: 3, max: 3 });',
      { kind: 'integer', default: 3, min: 3, max: 3, required: true },
    ],
    ['x = parameter.boolean({ default: false });', { kind: 'boolean', default: false, required: true }],
    [
      "x = parameter.date({ default: '2026-02-28T10:00Z', min: '2026-01-01' });",
      { kind: 'date', default: '2026-02-28T10:00Z', min: '2026-01-01', required: true },
    ],
    [
      "x = parameter.choice(['a', 'b'], { default: 'b' });",
      { kind: 'choice', of: ['a', 'b'], default: 'b', required: true },
    ],
    ['x = parameter.file();', { kind: 'file', required: true }],
    [
      'x = parameter.json<{ a: number }>({ default: { a: [null] } });',
      { kind: 'json', default: { a: [null] }, required: true },
    ],
    ['x = flowc.parameter.json<null>({ default: null })!;', { kind: 'json', default: null, required: true }],
  ])('%s', (member, parameter) => expect(read(member)).toEqual([{ name: 'x', ...parameter }]));
});

describe('refuses', () => {
  test.each([
    ['x = parameter.float();', 'parameter-form @ parameter.float()'],
    ['x = parameter.string;', 'parameter-form @ parameter.string'],
    ['x = parameter.string({}, 1);', 'parameter-form @ parameter.string({}, 1)'],
    ['x = parameter.choice();', 'parameter-form @ parameter.choice()'],
    ['x = parameter.choice([]);', 'missing-option @ []'],
    ['x = parameter.string("a");', 'wrong-type @ "a"'],
    ['x = parameter.string({ defualt: "a" });', 'unknown-option @ defualt'],
    ['x = parameter.number({ default: "1" });', 'wrong-type @ "1"'],
    ['x = parameter.number({ default: 2, max: 1 });', 'bad-default @ 2'],
    ['x = parameter.integer({ default: 0.5 });', 'out-of-range @ 0.5'],
    ['x = parameter.number({ min: 2, max: 1 });', 'out-of-range @ 1'],
    ["x = parameter.string({ default: 'b', pattern: /^a/ });", "bad-default @ 'b'"],
    ['x = parameter.string({ default: "a", pattern: /(/ });', 'wrong-type @ /(/'],
    ["x = parameter.choice(['a'], { default: 'b' });", "bad-default @ 'b'"],
    ["x = parameter.date({ default: '2026-02-30' });", "bad-date @ '2026-02-30'"],
    ["x = parameter.date({ default: '2026-02-01T10:00' });", "bad-date @ '2026-02-01T10:00'"],
    ["x = parameter.date({ default: '2025-01-01', min: '2026-01-01' });", "bad-default @ '2025-01-01'"],
    ['x = parameter.string({ default: "a", required: false });', 'conflicting-requirement @ required'],
    ['x = parameter.number({ default: Date.now() });', 'argument-not-static @ Date.now()'],
    ['static x = parameter.string();', 'parameter-misplaced @ x'],
    ['#x = parameter.string();', 'parameter-misplaced @ #x'],
    ["'a b' = parameter.string();", "parameter-misplaced @ 'a b'"],
    ['target = parameter.string();', 'reserved-flag @ target'],
    ['maxWorkers = parameter.string();', 'reserved-flag @ maxWorkers'],
    ['aB = parameter.string(); a_b = parameter.string();', 'duplicate-flag @ a_b'],
    ['aB = parameter.string(); ab = parameter.string();', 'names-differ-in-case @ ab'],
  ])('%s', (member, found) => expect(read(member)).toEqual([found]));
});
