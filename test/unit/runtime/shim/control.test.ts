import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeControl } from '../../../../src/runtime/shim/control.ts';

test('the control is one file for each output, without a newline, and empty where it means nothing, and one object', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowc-control-'));
  try {
    await writeControl(join(folder, 'deep'), { next: 'train', count: 0, inside: '3.' }, {});
    const files = readdirSync(join(folder, 'deep')).map((name) => [
      name,
      readFileSync(join(folder, 'deep', name), 'utf8'),
    ]);
    const object = '{"next":"train","count":0,"inside":"3."}';
    expect(Object.fromEntries(files)).toEqual({
      next: 'train',
      count: '0',
      inside: '3.',
      again: '',
      'return.json': object,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
