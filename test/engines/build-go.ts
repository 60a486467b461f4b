// Builds what tests need of the Go world, and keeps it. Compiling a hundred modules takes a minute or three, so a binary lies in a cache folder
// outside the checkout, under a name made of everything that it is built from. Two processes may build at once: each builds beside the
// final name and renames, which is atomic.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env, pid, stderr } from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Neither optimised nor with debug information: that halves the time of the first build.
const flags = ['-mod=readonly', '-buildvcs=false', '-trimpath', '-gcflags=all=-N -l -dwarf=false', '-ldflags=-s -w'];

export interface GoProgram {
  readonly name: string;
  /** Where its go.mod lies. */
  readonly folder: string;
  /** What to build there: `.`, or a package of one of its modules. */
  readonly source: string;
  /** The files in `folder` that it is built from. */
  readonly files: readonly string[];
  /** How long the first build takes, for who waits. */
  readonly takes: string;
}

/** Go cannot be run on this machine. */
class GoMissingError extends Error {
  constructor(cause: unknown) {
    super(
      'What these tests run against is built with Go, and `go` cannot be run here. Install Go 1.26 or newer (https://go.dev/doc/install) and have `go` on the PATH.',
      { cause },
    );
    this.name = 'GoMissingError';
  }
}

/** The path of the built program; builds it first where the cache does not hold it. Progress goes to stderr. */
export async function buildGo(program: GoProgram): Promise<string> {
  const { name, folder, source, takes } = program;
  const kept = join(cacheFolder(), name);
  const binary = join(kept, await buildKey(program));
  if (existsSync(binary)) return binary;
  stderr.write(`building ${name} from its Go module (first time: about ${takes}) …\n`);
  const started = performance.now();
  await mkdir(kept, { recursive: true });
  const unfinished = `${binary}.${pid}`;
  try {
    await run('go', ['build', ...flags, '-o', unfinished, source], { cwd: folder, env: { ...env, CGO_ENABLED: '0' } });
    await rename(unfinished, binary);
  } finally {
    await rm(unfinished, { force: true });
  }
  stderr.write(`built ${binary} in ${Math.round((performance.now() - started) / 1000)} s\n`);
  return binary;
}

/** Whether `tests` can run here. Without Go they are skipped on a person's machine, which is told so, and fail in CI, where nobody would notice. */
export async function canRunGo(tests: string, folder: string): Promise<boolean> {
  try {
    await goVersion(folder);
    return true;
  } catch (error) {
    if (!(error instanceof GoMissingError) || env['CI'] === 'true') throw error;
    stderr.write(`${tests} are skipped. ${error.message}\n`);
    return false;
  }
}

function cacheFolder(): string {
  return env['FLOWC_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'flowc');
}

async function buildKey({ folder, files }: GoProgram): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([await goVersion(folder), flags]));
  for (const file of files) hash.update(await readFile(join(folder, file))).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** `go1.26 linux/amd64`: a patch release of Go is no reason to build again. Throws GoMissingError. */
async function goVersion(folder: string): Promise<string> {
  try {
    const { stdout: text } = await run('go', ['version'], { cwd: folder });
    return text.trim().replace(/^go version (go\d+\.\d+)\S*/, '$1');
  } catch (error) {
    throw new GoMissingError(error);
  }
}
