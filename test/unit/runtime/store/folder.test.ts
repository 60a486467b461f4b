import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { Blobs, GRACE } from '../../../../src/runtime/store/blobs.ts';
import { FolderStore } from '../../../../src/runtime/store/folder.ts';
import { blobKey } from '../../../../src/runtime/store/layout.ts';
import { StoreError } from '../../../../src/runtime/store/store.ts';
import { storeCases } from './cases.ts';

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowc-folder-'));
  folders.push(folder);
  return folder;
}

describe('a folder', () => {
  storeCases(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowc-folder-'));
    const store = new FolderStore(join(folder, 'not', 'there', 'yet'));
    return { store, sync: store, dispose: async () => rmSync(folder, { recursive: true, force: true }) };
  });

  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  test('gives no key a way out of it', async () => {
    const store = new FolderStore(newFolder());
    for (const key of ['../out', 'a/../../out', '/etc/passwd', 'a//b', 'a/./b', 'a\0b', '']) {
      await expect(store.get(key)).rejects.toThrow(StoreError);
      await expect(store.put(key, new Uint8Array(1))).rejects.toThrow('is no key');
    }
  });

  test('takes as an object what is a file there, and a folder as none', async () => {
    const store = new FolderStore(newFolder());
    await store.put('a/b', new Uint8Array(3));
    expect(store.localPath('a/b')).toBe(join(store.root, 'a', 'b'));
    expect(await store.get('a')).toBeUndefined();
    expect(await store.head('a')).toBeUndefined();
    expect(await store.get('a/b/c')).toBeUndefined();
  });

  test('says so where a file is in the way', async () => {
    const root = join(newFolder(), 'file');
    writeFileSync(root, 'I am a file');
    await expect(new FolderStore(root).put('a', new Uint8Array(1))).rejects.toThrow(
      /cannot store `a`: (ENOTDIR|EEXIST)/,
    );
  });

  test('does not write a blob again, and renews one that gc might soon take', async () => {
    const store = new FolderStore(newFolder());
    const blobs = new Blobs(store);
    for (const size of [100, 17 * 1024 * 1024]) {
      const content = new Uint8Array(size).fill(65);
      const source = { size, chunks: () => [content] };
      const { sha256 } = await blobs.put(source);
      const path = store.localPath(blobKey(sha256));
      const { ino } = statSync(path);
      const young = new Date(Date.now() - GRACE / 2 + 60_000);
      utimesSync(path, young, young);
      await blobs.put(source);
      expect(statSync(path)).toMatchObject({ ino, mtimeMs: young.getTime() });
      const old = new Date(Date.now() - GRACE / 2 - 60_000);
      utimesSync(path, old, old);
      await blobs.put(source);
      expect(statSync(path).ino).toBe(ino);
      expect(statSync(path).mtimeMs).toBeGreaterThan(young.getTime());
      // What a loss of power may leave.
      writeFileSync(path, '');
      await blobs.put(source);
      expect(statSync(path).size).toBeGreaterThan(0);
      expect(readdirSync(join(store.root, 'tmp'))).toEqual([]);
    }
  });
});

// Root ignores modes, so a full and a read-only disk are real ones, in a mount namespace of their own.
const UNSHARE = 'unshare';
const mounts = spawnSync(UNSHARE, ['--mount', '--map-root-user', 'true']).status === 0;
if (!mounts)
  process.stderr.write('Tests of a full and of a read-only disk are skipped: `unshare --mount` is not allowed here.\n');

describe.runIf(mounts)('a folder on a disk of its own', () => {
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  const script = fileURLToPath(new URL('on-a-bad-disk.ts', import.meta.url));

  function on(mount: string, what: string): unknown {
    const folder = newFolder();
    mkdirSync(join(folder, 'disk'));
    const shell = `${mount} && exec "$0" "$@"`;
    const args = [
      '--mount',
      '--map-root-user',
      'sh',
      '-c',
      shell,
      process.execPath,
      script,
      what,
      join(folder, 'disk'),
    ];
    const { stdout, stderr } = spawnSync(UNSHARE, args, { cwd: folder, encoding: 'utf8' });
    expect(stdout, stderr).not.toBe('');
    return JSON.parse(stdout);
  }

  test('that is full says so, and shows nothing half', () => {
    expect(on('mount -t tmpfs -o size=24m tmpfs disk', 'fill')).toEqual({
      put: expect.stringMatching(
        /^StoreError: The datastore `.*disk` cannot store `large`: ENOSPC\. The disk is full\. Free some space/,
      ),
      once: expect.stringMatching(/cannot store `once`: ENOSPC/),
      blob: expect.stringMatching(/cannot store `a blob`: ENOSPC/),
      keys: ['filling'],
      unfinished: [],
    });
  });

  test('that is read-only says so, and can be read', () => {
    const mount =
      'mkdir disk/a && echo -n readable > disk/a/b && mount --bind disk disk && mount -o remount,ro,bind disk';
    expect(on(mount, 'write')).toEqual({
      put: expect.stringMatching(
        /^StoreError: The datastore `.*disk` cannot store `large`: EROFS\. The file system is read-only/,
      ),
      once: expect.stringMatching(/cannot store `once`: EROFS/),
      blob: expect.stringMatching(/cannot store `a blob`: EROFS/),
      keys: ['a/b'],
      unfinished: [],
    });
  });
});
