import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { contentSize, decompressed, isZlibError } from '../store/compression.ts';
import { DamagedPackage, packageId } from './package.ts';

// Code packages in a folder of the image or of a volume, each in a file of its id: as it is, or compressed where what carries it is small, as a ConfigMap.

const COMPRESSED = '.zst';

/** Slower to write than it is worth for anything but what has to be small, and as fast to read. */
const LEVEL = 19;

/** The bytes for `<id>.zst`. */
export const compressPackage = (bytes: Uint8Array): Uint8Array =>
  zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_contentSizeFlag]: 1 },
    pledgedSrcSize: bytes.length,
  });

/**
 * The package of that id in a folder; undefined where neither it nor the folder is there.
 *
 * @throws DamagedPackage where the file's content is not what its name says.
 */
export async function packageIn(folder: string, id: string): Promise<Uint8Array | undefined> {
  for (const name of [id, `${id}${COMPRESSED}`]) {
    const path = join(folder, name);
    const stored = await readIfThere(path);
    if (stored === undefined) continue;
    const bytes = name === id ? stored : unzipped(stored);
    if (bytes !== undefined && packageId(bytes) === id) return bytes;
    throw new DamagedPackage(
      `the code package \`${path}\` is damaged: its content is not what its name says. ` +
        'Build the image again, by `flowc image`, or compile the flow again, by `flowc compile --code inline`.',
    );
  }
  return undefined;
}

/** How many packages lie in a folder. */
export async function countPackages(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^[0-9a-f]{64}(?:\.zst)?$/.test(name)).length;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}

/** Undefined where it is no frame, or not whole. */
function unzipped(frame: Uint8Array): Uint8Array | undefined {
  try {
    return decompressed(frame, contentSize(frame, frame.length));
  } catch (error) {
    if (isZlibError(error) || error instanceof RangeError) return undefined;
    throw error;
  }
}
