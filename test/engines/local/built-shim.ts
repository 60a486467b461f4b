import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildShim } from '../../../scripts/build.ts';

let built: Promise<string> | undefined;

/** The path of the shim, built from the source as it is, once for each process that asks. */
export function builtShim(): Promise<string> {
  if (built === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'flowc-shim-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    built = buildShim(folder);
  }
  return built;
}
