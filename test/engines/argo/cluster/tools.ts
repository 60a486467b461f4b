// The programs of the cluster that are not built here but come from Debian: containerd, a runtime and the plugins of CNI. Those that the machine has are used; the
// packages of the others are fetched from the machine's own mirrors and unpacked in the cache, and nothing is installed.

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { arch, env, pid } from 'node:process';
import { promisify } from 'node:util';
import { cacheFolder } from '../../kept.ts';

const run = promisify(execFile);

export interface Tools {
  readonly containerd: string;
  /** Containerd's client. */
  readonly ctr: string;
  /** crun: runc takes a fifth of a second more for each pod. */
  readonly runtime: string;
  /** The folder of CNI's plugins. */
  readonly plugins: string;
  /** A folder of libraries that the machine lacks; empty where it lacks none. */
  readonly libraries: string;
}

// libyajl2 is all that crun needs beyond what apt itself is linked to.
const PACKAGES = ['containerd', 'crun', 'libyajl2', 'containernetworking-plugins'];
const PLUGINS = ['/usr/lib/cni', '/opt/cni/bin'];
const MULTIARCH = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[arch as string] ?? '';

/** Why they cannot be had here, with the next step; undefined where they can. */
export function whyNoTools(): string | undefined {
  if (complete(installed()) || onPath('apt-get') !== undefined) return undefined;
  return `A cluster needs containerd, crun, and the plugins of CNI: install them (Debian calls them ${PACKAGES.join(', ')}).`;
}

export async function findTools(say: (line: string) => void): Promise<Tools> {
  const here = installed();
  if (complete(here)) return { ...here, libraries: '' };
  const root = await unpacked(say);
  return { ...unpackedTools(root), ...here, libraries: join(root, 'usr/lib', MULTIARCH) };
}

type Found = Omit<Tools, 'libraries'>;

function installed(): Partial<Found> {
  const found = {
    containerd: onPath('containerd'),
    ctr: onPath('ctr'),
    runtime: onPath('crun'),
    plugins: PLUGINS.find((folder) =>
      ['bridge', 'host-local', 'loopback'].every((name) => existsSync(join(folder, name))),
    ),
  };
  return Object.fromEntries(Object.entries(found).filter(([, path]) => path !== undefined));
}

const complete = (found: Partial<Found>): found is Found => Object.keys(found).length === 4;

const unpackedTools = (root: string): Found => ({
  containerd: join(root, 'usr/bin/containerd'),
  ctr: join(root, 'usr/bin/ctr'),
  runtime: join(root, 'usr/bin/crun'),
  plugins: join(root, 'usr/lib/cni'),
});

function onPath(program: string): string | undefined {
  return [...(env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}

/** The folder in which the packages lie unpacked. */
async function unpacked(say: (line: string) => void): Promise<string> {
  const release = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  const root = join(cacheFolder(), 'debian', `${release}-${arch}`);
  if (existsSync(root)) return root;
  say(`fetching ${PACKAGES.join(', ')} from this machine's package mirrors`);
  const folder = `${root}.${pid}`;
  const [archives, lists] = [join(folder, 'archives'), join(folder, 'lists')];
  try {
    for (const path of [archives, join(lists, 'partial')]) await mkdir(path, { recursive: true });
    await run('apt-get', ['download', ...PACKAGES], { cwd: archives }).catch(async () => {
      // The machine has no lists of packages, or old ones. New ones are fetched into a folder of ours.
      const own = ['-o', `Dir::State::lists=${lists}`, '-o', 'APT::Sandbox::User=root'];
      await run('apt-get', [...own, 'update']);
      await run('apt-get', [...own, 'download', ...PACKAGES], { cwd: archives });
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
