import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../src/compiler/diagnostics/catalogue.ts';
import { targetIds } from '../targets/index.ts';
import { answersOf, casesIn, compiledCases, expectedIn, findingsOf, fixturesFolder, rewrite } from './fixtures.ts';

// `UPDATE=1 npm run test:fast test/fixtures` rewrites what is expected; read the difference before you commit it.

const update = process.env['UPDATE'] === '1';
if (update && process.env['CI'])
  throw new Error('UPDATE=1 is refused where CI is set: what is expected is written by people');

const HOW = 'if this is meant, run `UPDATE=1 npm run test:fast test/fixtures` and read the difference';
const errorsFolder = join(fixturesFolder, 'errors');

describe('fixtures', () => {
  test.each(compiledCases())('%s compiles to what is expected', (name) => {
    const folder = join(fixturesFolder, name);
    const answers = answersOf(folder);
    if (update) rewrite(folder, answers);
    const expected = expectedIn(folder);
    expect([...answers.keys()].toSorted(), `fixtures/${name}/expected holds other files; ${HOW}`).toEqual([
      ...expected.keys(),
    ]);
    for (const [path, text] of answers) {
      expect(text, `fixtures/${name}/expected/${path} differs; ${HOW}`).toBe(expected.get(path));
    }
  });

  test.each(compiledCases())('%s has an answer for every target', (name) => {
    const paths = [...answersOf(join(fixturesFolder, name)).keys()];
    const answered = targetIds.filter((id) => paths.some((path) => path.startsWith(`${id}/`)));
    expect(answered, 'a case that is no error compiles for each target, or says why not').toEqual(targetIds);
  });
});

describe('error fixtures', () => {
  test('are one for each diagnostic of the catalogue', () => {
    expect(casesIn(errorsFolder), 'a diagnostic wants fixtures/errors/<its name>/flow.ts').toEqual(
      Object.keys(catalogue).toSorted(),
    );
  });

  test.each(casesIn(errorsFolder))('%s says what is expected, its own diagnostic among it', (name) => {
    const { found, text } = findingsOf(join(errorsFolder, name));
    const file = join(errorsFolder, name, 'diagnostics.txt');
    if (update) writeFileSync(file, text);
    expect(
      found.map((one) => one.name),
      `fixtures/errors/${name}/flow.ts must show that diagnostic`,
    ).toContain(name);
    expect(text, `${file} differs; ${HOW}`).toBe(existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  });
});
