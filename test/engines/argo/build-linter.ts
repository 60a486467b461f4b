// Builds `argolint` (go/argo/argolint) and says where it lies. Run by itself (`node test/engines/argo/build-linter.ts`) it prints the path of the binary.

import { join } from 'node:path';
import { stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildGo, type GoBuild } from '../build-go.ts';

export const linter: GoBuild = {
  name: 'argolint',
  folder: fileURLToPath(new URL('go/argo', import.meta.url)),
  packages: ['./argolint'],
  files: ['go.mod', 'go.sum', 'argolint/main.go'],
  takes: '3 minutes',
};

/** The path of the built linter. */
export const buildLinter = async (): Promise<string> => join(await buildGo(linter), 'argolint');

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  stdout.write(`${await buildLinter()}\n`);
}
