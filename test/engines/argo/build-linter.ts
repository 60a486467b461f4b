// Builds `argolint` (lint/main.go) and says where it lies. Its hundred Go modules take minutes to compile, so the
// binary is kept in a cache folder outside the checkout, under a name made of everything that it is built from. Two
// processes may build at once: each builds beside the final name and renames, which is atomic.
//
// Run by itself (`node test/engines/argo/build-linter.ts`) it prints the path of the binary.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env, pid, stderr, stdout } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sources = fileURLToPath(new URL('lint', import.meta.url));

// Neither optimised nor with debug information: that halves the time of the first build, and a lint takes well under a second.
const flags = ['-mod=readonly', '-buildvcs=false', '-trimpath', '-gcflags=all=-N -l -dwarf=false', '-ldflags=-s -w'];

/** Go cannot be run on this machine. */
export class GoMissingError extends Error {
  constructor(cause: unknown) {
    super(
      'The linter of Argo is built with Go, and `go` cannot be run here. Install Go 1.26 or newer (https://go.dev/doc/install) and have `go` on the PATH.',
      { cause },
    );
    this.name = 'GoMissingError';
  }
}

/** The path of the built linter; builds it first where the cache does not hold it. Progress goes to stderr. */
export async function buildLinter(): Promise<string> {
  const folder = join(cacheFolder(), 'argolint');
  const binary = join(folder, await buildKey());
  if (existsSync(binary)) return binary;
  stderr.write('building argolint from its Go module (first time: about 3 minutes) …\n');
  const started = performance.now();
  await mkdir(folder, { recursive: true });
  const unfinished = `${binary}.${pid}`;
  try {
    await run('go', ['build', ...flags, '-o', unfinished, '.'], { cwd: sources, env: { ...env, CGO_ENABLED: '0' } });
    await rename(unfinished, binary);
  } finally {
    await rm(unfinished, { force: true });
  }
  stderr.write(`built ${binary} in ${Math.round((performance.now() - started) / 1000)} s\n`);
  return binary;
}

function cacheFolder(): string {
  return env['FLOWC_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'flowc');
}

async function buildKey(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([await goVersion(), flags]));
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(await readFile(join(sources, file))).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** `go1.26 linux/amd64`: a patch release of Go is no reason to build again. Throws GoMissingError. */
export async function goVersion(): Promise<string> {
  try {
    const { stdout: text } = await run('go', ['version'], { cwd: sources });
    return text.trim().replace(/^go version (go\d+\.\d+)\S*/, '$1');
  } catch (error) {
    throw new GoMissingError(error);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  stdout.write(`${await buildLinter()}\n`);
}
