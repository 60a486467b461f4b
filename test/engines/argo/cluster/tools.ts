// The programs of the cluster that are not built here but come from Debian: containerd, a runtime and the plugins of CNI. Those that the machine has are used; the
// packages of the others are fetched from the machine's own mirrors and unpacked in the cache, and nothing is installed.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { arch, env } from 'node:process';
import { unpackedPackages } from './debian.ts';

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
  const root = await unpackedPackages('', PACKAGES, say);
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
