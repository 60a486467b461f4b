// The peers' own virtual environment, outside the checkout: made once for each content of requirements.txt.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'requirements.txt');

function cacheFolder(): string {
  const { FLOWC_CACHE, XDG_CACHE_HOME } = process.env;
  return FLOWC_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'flowc');
}

/** The absolute path of the machine's Python, which runs measure.py. */
export async function systemPython(): Promise<string> {
  const { stdout } = await run('python3', ['-c', 'import sys; print(sys.executable)']);
  return stdout.trim();
}

/** The Python of the peers' environment, which is made where it is missing; that needs the network and a minute. */
export async function peersPython(python: string, progress: (line: string) => void): Promise<string> {
  const { stdout: version } = await run(python, ['--version']);
  const key = createHash('sha256')
    .update(version)
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cacheFolder(), `bench-${key}`);
  const complete = join(folder, 'complete');
  const interpreter = join(folder, 'bin', 'python');
  if (existsSync(complete)) return interpreter;
  progress(`installing the peers into ${folder}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run(python, ['-m', 'venv', folder]);
  await run(interpreter, ['-m', 'pip', 'install', '--quiet', '--no-deps', '--requirement', requirements]);
  await writeFile(complete, '');
  return interpreter;
}
