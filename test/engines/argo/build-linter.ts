// Builds `argolint` (lint/main.go) and says where it lies. Run by itself (`node test/engines/argo/build-linter.ts`) it prints the path of the binary.

import { stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildGo, type GoProgram } from '../build-go.ts';

export const linter: GoProgram = {
  name: 'argolint',
  folder: fileURLToPath(new URL('lint', import.meta.url)),
  source: '.',
  files: ['go.mod', 'go.sum', 'main.go'],
  takes: '3 minutes',
};

/** The path of the built linter. */
export const buildLinter = (): Promise<string> => buildGo(linter);

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  stdout.write(`${await buildLinter()}\n`);
}
