import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript-5.9';
import { describe, expect, it } from 'vitest';
import * as api from '../../../src/api/index.ts';

// An editor shows docstrings as TypeScript reads them: `@step` is a tag there and ends the example
// that it stands in, in a code fence too, unless it stands between backticks on one line.

const folder = resolve(import.meta.dirname, '../../../src/api');

interface Documented {
  readonly name: string;
  readonly tags: readonly string[];
}

function documentedExports(file: string): Documented[] {
  const source = ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.ESNext, true);
  return source.statements.flatMap((statement) => {
    const tags = ts.getJSDocTags(statement).map((tag) => tag.tagName.text);
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => ({ name: name.getText(), tags }));
    }
    const named =
      ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return named && statement.name ? [{ name: statement.name.text, tags }] : [];
  });
}

describe('docstrings of the authoring API', () => {
  const documented = readdirSync(folder).flatMap(documentedExports);

  it('hold no tag but those of JSDoc', () => {
    const known = ['example', 'param', 'throws'];
    const strange = documented.filter(({ tags }) => tags.some((tag) => !known.includes(tag)));
    expect(strange, 'put decorators in docstrings between backticks').toEqual([]);
  });

  it.each(Object.keys(api))('%s has one example', (name) => {
    const tags = documented.find((entry) => entry.name === name)?.tags;
    expect(tags?.filter((tag) => tag === 'example')).toEqual(['example']);
  });
});
