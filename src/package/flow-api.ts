import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

// flowc's API as packages carry it: their own copy, so that a package and the shim that runs it need no more in common than the contract. It also
// exports `setTask`, by which a shim talks to it. Beside the command line it lies ready made; from the sources it is made at the first need.

/** The name of the file in dist. */
export const FLOW_API = 'flow-api.js';

let text: Promise<string> | undefined;

/** The API as one ES module. */
export function flowApi(): Promise<string> {
  const made = join(import.meta.dirname, FLOW_API);
  text ??= existsSync(made) ? readFile(made, 'utf8') : buildFlowApi(join(import.meta.dirname, '../api'));
  return text;
}

/** @param folder - src/api. */
export async function buildFlowApi(folder: string): Promise<string> {
  const contents = "export * from './index.ts'; export { setTask } from './task-context.ts';";
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifyWhitespace: true,
    write: false,
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
