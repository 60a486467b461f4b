import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { fixturesFolder } from '../fixtures.ts';
import { numbers } from './dice.ts';
import { flowOf } from './flow.ts';
import type { Files } from './source.ts';

// Sources that were right, or wrong in one way, made wrong in others: tokens gone, doubled or changed places, files cut short, bytes that nobody typed.

/** The files of every fixture. */
const fixtures: readonly Files[] = [fixturesFolder, join(fixturesFolder, 'errors')]
  .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
  .filter((folder) => existsSync(join(folder, 'flow.ts')))
  .map((folder) => {
    const files = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
    return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  });

interface Edit {
  readonly kind: 'delete' | 'double' | 'swap' | 'copy' | 'cut' | 'insert';
  /** Where, and where else, as parts of the file. */
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

const pieces = [
  '{',
  '}',
  '(',
  ')',
  '`',
  "'",
  '"',
  '/*',
  '${',
  '@',
  '@step',
  '#',
  '?',
  '=>',
  '...',
  '\\',
  '\0',
  '\ud800',
  '\u2028',
  '\ufeff',
  '😀',
];
const words = [
  'this',
  'this.next(this.end)',
  'super',
  'static',
  'get',
  'async',
  'await',
  'class A {}',
  'constructor',
  '1n',
  '1e999',
  '-',
  'x!',
];

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('delete', 'double', 'swap', 'copy', 'cut', 'insert'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  text: fc.oneof(fc.constantFrom(...pieces, ...words), fc.string({ unit: 'binary', maxLength: 5 })),
});

/** Files that hold some flow, or did. */
export const mutated: fc.Arbitrary<Files> = fc
  .record({
    files: fc.oneof(
      fc.constantFrom<Files[]>(...fixtures),
      numbers.map((drawn) => flowOf(drawn).files),
    ),
    which: fc.nat(),
    edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
  })
  .map(({ files, which, edits }) => {
    const names = Object.keys(files);
    const name = names[which % names.length] ?? 'flow.ts';
    return { ...files, [name]: edits.reduce(apply, files[name] ?? '') };
  });

function apply(text: string, { kind, at, to, text: inserted }: Edit): string {
  const tokens = text.match(/\w+|\s+|[^\w\s]/gu) ?? [];
  const here = Math.min(tokens.length - 1, Math.floor(at * tokens.length));
  const there = Math.min(tokens.length - 1, Math.floor(to * tokens.length));
  const [a = '', b = ''] = [tokens[here], tokens[there]];
  switch (kind) {
    case 'delete':
      return tokens.toSpliced(here, 1).join('');
    case 'double':
      return tokens.toSpliced(here, 0, a).join('');
    case 'swap':
      return tokens.map((token, index) => (index === here ? b : index === there ? a : token)).join('');
    case 'copy':
      return tokens.toSpliced(here, 1, b).join('');
    case 'cut':
      return text.slice(0, Math.floor(at * text.length));
    case 'insert': {
      const offset = Math.floor(at * text.length);
      return text.slice(0, offset) + inserted + text.slice(offset);
    }
  }
}
