import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../../../src/compiler/plan/sha256.ts';

test('hashes as node:crypto does, at every length around the ends of blocks', () => {
  const texts = [
    ...Array.from({ length: 200 }, (_, length) => 'x'.repeat(length)),
    'Größe 漢字 🙂',
    '\0'.repeat(10_000),
  ];
  const wrong = texts.filter((text) => sha256(text) !== createHash('sha256').update(text).digest('hex'));
  expect(wrong).toEqual([]);
});
