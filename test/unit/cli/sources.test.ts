import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSources } from '../../../src/cli/sources.ts';
import { projectWith } from './run.ts';

const project = (): string =>
  projectWith({
    'flows/a.ts': '',
    'flows/b.ts': '',
    'flows/deep/c.mts': '',
    'flows/types.d.ts': '',
    'flows/n.md': '',
    'flows/node_modules/x/d.ts': '',
    'flows/[odd].ts': '',
  });

const files = (words: readonly string[], cwd: string): readonly string[] =>
  findSources(words, cwd).map(({ file }) => file);

describe('findSources', () => {
  test('takes files as named, each once', () => {
    expect(files(['flows/b.ts', 'flows/a.ts', './flows/b.ts'], project())).toEqual(['flows/b.ts', 'flows/a.ts']);
  });

  test('matches patterns in the order of the alphabet: sources only, no packages', () => {
    expect(files(['flows/**/*'], project())).toEqual([
      'flows/[odd].ts',
      'flows/a.ts',
      'flows/b.ts',
      'flows/deep/c.mts',
    ]);
    expect(files(['flows/{a,b}.ts'], project())).toEqual(['flows/a.ts', 'flows/b.ts']);
  });

  test('prefers a file to the pattern that its name could be', () => {
    expect(files(['flows/[odd].ts'], project())).toEqual(['flows/[odd].ts']);
  });

  test('reads the flow after #', () => {
    expect(findSources(['flows/a.ts#Train'], project())).toMatchObject([
      { file: 'flows/a.ts', flow: 'Train', matched: false },
    ]);
    expect(findSources(['flows/*a.ts#Train'], project())).toMatchObject([
      { file: 'flows/a.ts', flow: 'Train', matched: true },
    ]);
  });

  test("names files from the project's root, wherever the reader stands", () => {
    const root = project();
    expect(findSources(['a.ts'], join(root, 'flows'))).toMatchObject([{ root, file: 'flows/a.ts' }]);
    expect(findSources([join(root, 'flows/a.ts')], '/')).toMatchObject([{ root, file: 'flows/a.ts' }]);
  });

  test.each([
    ['flows/aa.ts', 'there is no file `flows/aa.ts`; did you mean `a.ts`?'],
    ['flws/a.ts', 'its folder does not exist either'],
    ['flows', '`flows` is a folder'],
    ['flows/*.tsx', 'no source file matches `flows/*.tsx`'],
  ])('%s is refused', (word, says) => {
    expect(() => findSources([word], project())).toThrow(says);
  });
});
