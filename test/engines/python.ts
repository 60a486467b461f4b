// Engines that are Python: each in a virtual environment of its own that is kept, from the package index alone, as a frozen list of requirements says. Python
// itself has to be there.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { keep, type Kept } from './kept.ts';

const run = promisify(execFile);

/** Minor versions of Python 3 on which all of them run. */
const PYTHONS = { first: 10, last: 12 };

/** Why `who` cannot be had here, with the next step; undefined where it can. */
export async function whyNoPython(who: string): Promise<string | undefined> {
  const { first, last } = PYTHONS;
  const wanted = `${who} needs a Python from 3.${first} to 3.${last} with venv: have such a \`python3\` on the PATH`;
  const version = await pythonVersion().catch(() => undefined);
  if (version === undefined) return `${wanted}.`;
  const [major, minor] = version.split('.').map(Number);
  const fits = major === 3 && minor !== undefined && first <= minor && minor <= last;
  return fits ? undefined : `${wanted} (it is ${version}).`;
}

/** `3.11`. Throws where there is no Python, or one without venv. */
async function pythonVersion(): Promise<string> {
  const code = 'import ensurepip, sys, venv; print("%d.%d" % sys.version_info[:2])';
  return (await run('python3', ['-c', code])).stdout.trim();
}

const TOOLS = fileURLToPath(new URL('python-tools.txt', import.meta.url));
const BIG = { maxBuffer: 64 * 1024 ** 2 };

/** The folder of `uv` and `ruff`, which are programs without a Python. */
export async function installTools(): Promise<string> {
  const root = await keep(
    { name: 'python-tools', key: await keyOf([TOOLS]), says: 'installing uv and ruff', takes: '10 seconds' },
    async (folder) => {
      await run('python3', ['-m', 'venv', folder]);
      await run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--no-deps', '-r', TOOLS], BIG);
    },
  );
  return join(root, 'bin');
}

/** A virtual environment, in the folder `venv` of what is kept. */
export interface Environment extends Omit<Kept, 'key'> {
  /** The frozen list. */
  readonly requirements: string;
  /** What else is made once, beside the environment: `bin` is its folder of programs, `folder` is kept and `work` is not. */
  readonly beside?: (made: { readonly bin: string; readonly folder: string; readonly work: string }) => Promise<void>;
}

/** The folder that is kept, made first where the cache does not hold it. */
export async function keepEnvironment({ requirements, beside, ...kept }: Environment): Promise<string> {
  const key = await keyOf([requirements, TOOLS]);
  return keep({ ...kept, key }, async (folder, work) => {
    const uv = join(await installTools(), 'uv');
    const bin = binOf(folder);
    const python = join(bin, 'python');
    // Its programs are moved with it. Another Python than the machine's is not to be fetched.
    await run(uv, ['venv', '--relocatable', '--no-python-downloads', '--python', 'python3', join(folder, 'venv')]);
    await run(uv, ['pip', 'install', '--python', python, '--no-deps', '--compile-bytecode', '-r', requirements], BIG);
    await beside?.({ bin, folder, work });
  });
}

export const binOf = (kept: string): string => join(kept, 'venv', 'bin');

async function keyOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(await pythonVersion());
  for (const file of files) hash.update('\0').update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
