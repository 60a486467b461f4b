import { expect, test } from 'vitest';
import { docBefore } from '../../../../src/compiler/analyze/doc.ts';

test.each([
  ['/** One line. */ @', 'One line.'],
  ['/**\n * Two\n * lines.\n *\n * More.\n */\n@', 'Two lines.'],
  ['/** First. */ let a; /** Reads `src/*.csv`. */ @', 'Reads `src/*.csv`.'],
  ['/** Text.\n * @param x */ @', 'Text.'],
  ['/** @internal */ @', undefined],
  ['/* no doc */ @', undefined],
  ['/** far */ let a; @', undefined],
  ['/**/ @', undefined],
  ['@', undefined],
])('%j', (text, doc) => expect(docBefore(text, text.lastIndexOf('@'))).toBe(doc));
