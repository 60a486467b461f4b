import { expect, test } from 'vitest';
import { Prefixed } from '../../../../src/runtime/local/prefixed.ts';

/** What comes out where these pieces go in. */
async function printed(prefix: string, pieces: readonly (string | Buffer)[], last = ''): Promise<string> {
  const out: Uint8Array[] = [];
  const lines = new Prefixed({ write: (bytes, done) => (out.push(bytes), done()) }, prefix);
  for (const piece of pieces) await new Promise<void>((resolve) => lines.write(Buffer.from(piece), resolve));
  await lines.end(last);
  return Buffer.concat(out).toString();
}

test.each([
  [['a\nb\n'], '> a\n> b\n'],
  [['a', 'b', 'c\nd', 'e\n'], '> abc\n> de\n'],
  [['a\n\n', '\n'], '> a\n> \n> \n'],
  [['no end'], '> no end\n'],
  [[], ''],
])('lines of %j', async (pieces, out) => {
  expect(await printed('> ', pieces)).toBe(out);
});

test('characters that a piece cuts in two, and a prefix of more than ASCII', async () => {
  const text = Buffer.from('naïve 🎈\n');
  const pieces = [...text].map((byte) => Buffer.of(byte));
  expect(await printed('[größe/v0] ', pieces)).toBe('[größe/v0] naïve 🎈\n');
});

test('a last line of its own', async () => {
  expect(await printed('> ', ['a'], 'tried again')).toBe('> a\n> tried again\n');
});
