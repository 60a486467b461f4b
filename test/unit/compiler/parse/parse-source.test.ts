import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import { parseSource } from '../../../../src/compiler/parse/parse-source.ts';

function errors(text: string, path = 'a.ts'): string[] {
  const sink = new Diagnostics();
  parseSource(path, text, sink);
  return sink.sorted().map(({ name, span }) => `${name} @ ${span.start}-${span.end}`);
}

test.each(['a.ts', 'a.mts', 'a.tsx', 'a.js', 'a.mjs'])('reads decorators in %s', (path) => {
  expect(errors('export class A { @step start() {} }', path)).toEqual([]);
});

describe('locates', () => {
  test.each([
    ['a syntax error', 'let x = 3 3', ['syntax-error @ 9-9']],
    ['one after a byte order mark and emoji', '\uFEFF"😀"; x = 3 3', ['syntax-error @ 12-12']],
    ['one at the end of the text', 'class A {', ['syntax-error @ 9-9']],
    ['a name declared twice', 'class A { x = 1; x = 2 }', ['duplicate-name @ 17-18']],
    ['two at once', 'class A { #a; #a; b; b }', ['duplicate-name @ 14-16', 'duplicate-name @ 21-22']],
  ])('%s', (_, text, found) => expect(errors(text)).toEqual(found));
});

test('refuses nesting that would overflow the stack of the parser, and no other', () => {
  expect(errors(`x = ${'['.repeat(50_000)}`)).toEqual(['syntax-error @ 2004-2005']);
  expect(errors(`x = ${"['(', /* { */ 1],".repeat(3_000)} 1`)).toEqual([]);
  expect(errors(`x = ${'['.repeat(1_000)}${']'.repeat(1_000)}`)).toEqual([]);
});
