// What Debian has and this machine has not: packages are fetched from the machine's own mirrors and unpacked in the cache, and nothing is installed.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { arch, pid } from 'node:process';
import { promisify } from 'node:util';
import { cacheFolder } from '../../kept.ts';

const run = promisify(execFile);

/**
 * The folder in which packages lie unpacked, with all their files where they would be installed.
 *
 * @param more - Sets the folder apart from that of other packages.
 */
export async function unpackedPackages(
  more: string,
  packages: readonly string[],
  say: (line: string) => void,
): Promise<string> {
  const release = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  const root = join(cacheFolder(), 'debian', `${release}-${arch}${more}`);
  if (existsSync(root)) return root;
  say(`fetching ${packages.join(', ')} from this machine's package mirrors`);
  const folder = `${root}.${pid}`;
  const [archives, lists] = [join(folder, 'archives'), join(folder, 'lists')];
  try {
    for (const path of [archives, join(lists, 'partial')]) await mkdir(path, { recursive: true });
    await run('apt-get', ['download', ...packages], { cwd: archives }).catch(async () => {
      // The machine has no lists of packages, or old ones. New ones are fetched into a folder of ours.
      const own = ['-o', `Dir::State::lists=${lists}`, '-o', 'APT::Sandbox::User=root'];
      await run('apt-get', [...own, 'update']);
      await run('apt-get', [...own, 'download', ...packages], { cwd: archives });
    });
    for (const name of await readdir(archives))
      await run('dpkg-deb', ['-x', join(archives, name), join(folder, 'root')]);
    await mkdir(dirname(root), { recursive: true });
    await rename(join(folder, 'root'), root);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return root;
}
