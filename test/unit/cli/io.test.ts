import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { wantsColour } from '../../../src/cli/io.ts';

const bin = fileURLToPath(new URL('../../../src/cli/bin.ts', import.meta.url));

describe('wantsColour', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ])('%j, on a terminal: %s, gives %s', (env, interactive, colour) => {
    expect(wantsColour(env, interactive)).toBe(colour);
  });
});

describe('the process', () => {
  test('writes plainly into a pipe', () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [bin, 'compile'], { encoding: 'utf8', env: {} });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: no file to compile\n/);
  });

  test('ends quietly when its reader goes away', () => {
    const script = `"${process.execPath}" "${bin}" explain | head -n 1; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).toMatch(
      /^FLOWC1\d{3} .*\n0\n$/,
    );
  });
});
