// Builds what tests need of the Go world, and keeps it: compiling some hundred modules takes minutes.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { canRun, keep } from './kept.ts';

// One set for all: what is compiled for one program serves the next.
const flags = ['-mod=readonly', '-buildvcs=false', '-trimpath'];

/** What one build makes of one Go module. */
export interface GoBuild {
  readonly name: string;
  /** Where its go.mod lies. */
  readonly folder: string;
  /** The programs: packages of the module (`./lint`) or of one that it requires. */
  readonly packages: readonly string[];
  /** The files in `folder` that they are built from. */
  readonly files: readonly string[];
  /** Variables of packages that the linker sets: the versions that programs say of themselves. */
  readonly variables?: Readonly<Record<string, string>>;
  /** A module that was published without a file, and which of its files stands in for it. */
  readonly mend?: { readonly module: string; readonly file: string; readonly like: string };
  /** Folders of modules that are kept beside the programs, by the name they get there. */
  readonly keep?: Readonly<Record<string, { readonly module: string; readonly folder: string }>>;
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

/** The folder of the built programs; builds them first where the cache does not hold them. */
export async function buildGo(build: GoBuild): Promise<string> {
  const { name, takes } = build;
  const kept = { name, key: await buildKey(build), says: `building ${name} from Go modules`, takes };
  return keep(kept, async (folder, work) => {
    const modules = await mendedModules(build, work);
    const variables = Object.entries(build.variables ?? {}).map(([variable, value]) => ` -X ${variable}=${value}`);
    const linking = `-ldflags=-s -w${variables.join('')}`;
    await go(build.folder, 'build', ...flags, ...modules, linking, '-o', `${folder}/`, ...build.packages);
    for (const [keptAs, { module, folder: from }] of Object.entries(build.keep ?? {}))
      await copyOfModule(build, module, from, join(folder, keptAs));
  });
}

/** Why nothing can be built here, with the next step; undefined where it can. */
export async function whyNoGo(folder: string): Promise<string | undefined> {
  try {
    await goVersion(folder);
    return undefined;
  } catch (error) {
    if (error instanceof GoMissingError) return error.message;
    throw error;
  }
}

/** Whether `tests` can run here. Without Go they are skipped on a person's machine, which is told so, and fail in CI, where nobody would notice. */
export async function canRunGo(tests: string, folder: string): Promise<boolean> {
  return canRun(tests, await whyNoGo(folder));
}

/**
 * Go refuses to overlay files of its module cache: so the module is copied, and a go.mod beside ours names the copy.
 *
 * @returns The flag that says so.
 */
async function mendedModules({ folder, mend }: GoBuild, work: string): Promise<string[]> {
  if (mend === undefined) return [];
  const copy = join(work, 'module');
  await copyOfModule({ folder }, mend.module, '.', copy);
  await cp(join(copy, mend.like), join(copy, mend.file));
  const modules = join(work, 'go.mod');
  for (const name of ['go.mod', 'go.sum']) await cp(join(folder, name), join(work, name));
  await go(folder, 'mod', 'edit', `-replace=${mend.module}=${copy}`, modules);
  return [`-modfile=${modules}`];
}

async function copyOfModule(
  { folder }: Pick<GoBuild, 'folder'>,
  module: string,
  from: string,
  to: string,
): Promise<void> {
  const { Dir } = JSON.parse(await go(folder, 'mod', 'download', '-json', module)) as { readonly Dir: string };
  await cp(join(Dir, from), to, { recursive: true });
  // Go's cache is read-only, and so are copies.
  await promisify(execFile)('chmod', ['-R', 'u+w', to]);
}

async function buildKey(build: GoBuild): Promise<string> {
  const { folder, files, name, packages, variables, mend, keep } = build;
  const made = [await goVersion(folder), flags, name, packages, variables, mend, keep];
  const hash = createHash('sha256').update(JSON.stringify(made));
  for (const file of files) hash.update(await readFile(join(folder, file))).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** `go1.26 linux/amd64`: a patch release of Go is no reason to build again. Throws GoMissingError. */
async function goVersion(folder: string): Promise<string> {
  try {
    return (await go(folder, 'version')).trim().replace(/^go version (go\d+\.\d+)\S*/, '$1');
  } catch (error) {
    throw new GoMissingError(error);
  }
}

async function go(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('go', args, { cwd: folder, env: { ...env, CGO_ENABLED: '0' } });
  return stdout;
}
