import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorDocs, errorsPage } from '../../scripts/generate-error-docs.ts';

test('docs/errors.md says what the catalogue says', () => {
  expect(readFileSync(errorsPage, 'utf8'), 'run `npm run docs`').toBe(errorDocs());
});
