// Images without a registry, a builder or a daemon: an image is an archive of one layer and two JSON texts, in the form of `docker save`, which containerd
// imports. The same files give the same bytes.

import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of an image by its bytes, or by a file of this machine; or a folder. */
export type ImageFile =
  | { readonly bytes: Uint8Array | string; readonly mode?: number }
  | { readonly from: string }
  | { readonly folder: number };

export interface ImageConfig {
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
}

/** Writes the archive of an image of one layer. The keys of `files` are absolute paths. */
export function writeImage(
  archive: string,
  name: string,
  files: ReadonlyMap<string, ImageFile>,
  config: ImageConfig,
): void {
  const folder = mkdtempSync(`${archive}-`);
  try {
    const root = join(folder, 'root');
    mkdirSync(root);
    for (const [path, file] of files) put(join(root, path), file);
    const layer = join(folder, 'layer.tar');
    tar(layer, root, '.');
    const sha256 = createHash('sha256').update(readFileSync(layer)).digest('hex');
    const created = '1970-01-01T00:00:00Z';
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({
        ...{ architecture: process.arch === 'x64' ? 'amd64' : process.arch, os: 'linux', created, config },
        rootfs: { type: 'layers', diff_ids: [`sha256:${sha256}`] },
        history: [{ created }],
      }),
    );
    const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }];
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    tar(archive, folder, 'manifest.json', 'config.json', 'layer.tar');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function put(path: string, file: ImageFile): void {
  mkdirSync(dirname(path), { recursive: true });
  if ('folder' in file) mkdirSync(path, { recursive: true });
  else if ('from' in file) copyFileSync(file.from, path);
  else writeFileSync(path, file.bytes);
  chmodSync(path, 'folder' in file ? file.folder : 'from' in file ? lstatSync(path).mode : (file.mode ?? 0o644));
}

function tar(archive: string, folder: string, ...members: readonly string[]): void {
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
  execFileSync('tar', [...same, '-C', folder, '-cf', archive, ...members]);
}
