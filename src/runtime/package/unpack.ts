import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '../json.ts';
import type { Plan } from '../plan.ts';
import { codeKey } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { DamagedPackage, PACKAGE_FORMAT, packageId, printPackage, readPackage, type CodePackage } from './package.ts';
import { countPackages, packageIn } from './packages-folder.ts';

// From a code package to a folder that Node can import from, called by the package's id. A folder that is there is used only after it was read back and
// found to be that package; else each of its files is put there by a rename. So many processes may unpack one package at once, also over a
// damaged one: all write the same, and no file that was right is ever away.

/** The files of an unpacked package. */
export const files = {
  code: 'flow.mjs',
  map: 'flow.mjs.map',
  plan: 'plan.json',
  external: 'external.json',
} as const;

/** A package by its id, and where it may lie. */
export interface StoredPackage {
  readonly id: string;
  /** A folder of packages, asked first. */
  readonly folder: string;
  readonly store: Store;
}

/**
 * Unpacks a code package into a folder of its own under `cacheFolder`, which may hold many, and answers with that folder.
 *
 * @throws DamagedPackage where it is nowhere or damaged, UnreadablePackage where this flowc cannot run it.
 */
export async function unpack(source: Uint8Array | StoredPackage, cacheFolder: string): Promise<string> {
  const id = source instanceof Uint8Array ? packageId(source) : source.id;
  const folder = join(cacheFolder, id);
  if (await isWhole(folder, id)) return folder;
  const content = readPackage(source instanceof Uint8Array ? source : await fetch(source));
  await write(content, folder);
  return folder;
}

async function fetch({ id, folder, store }: StoredPackage): Promise<Uint8Array> {
  const inFolder = await packageIn(folder, id);
  if (inFolder !== undefined) return inFolder;
  const key = codeKey(id);
  const bytes = await store.get(key);
  if (bytes === undefined) throw await nowhere(id, folder, store);
  if (packageId(bytes) !== id) {
    throw new DamagedPackage(
      `the code package \`${key}\` in the datastore \`${store.root}\` is damaged: its content is not what its name says. ` +
        'Delete the object, and run `flowc push` again.',
    );
  }
  return bytes;
}

/** Packages of other ids say that the image is older or newer than the manifests. */
async function nowhere(id: string, folder: string, { root }: Store): Promise<DamagedPackage> {
  const others = await countPackages(folder);
  const has = others === 0 ? '' : ` (which has ${others === 1 ? 'one other' : `${others} others`})`;
  return new DamagedPackage(
    `the code package \`${id}\` is neither in the folder \`${folder}\`${has} nor in the datastore \`${root}\`, as \`${codeKey(id)}\`. ` +
      'Put it there by `flowc push`, from the sources that were compiled; or build the image anew, by `flowc image`.',
  );
}

async function write({ code, map, plan, external }: CodePackage, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([
    replace(join(folder, files.code), code),
    replace(join(folder, files.map), map),
    replace(join(folder, files.plan), JSON.stringify(plan)),
    replace(join(folder, files.external), JSON.stringify(external)),
  ]);
}

async function replace(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(fresh, text);
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

async function isWhole(folder: string, id: string): Promise<boolean> {
  const content = await readBack(folder);
  return content !== undefined && packageId(printPackage(content)) === id;
}

async function readBack(folder: string): Promise<CodePackage | undefined> {
  try {
    const [code, map, plan, external] = await Promise.all(
      Object.values(files).map((file) => readFile(join(folder, file), 'utf8')),
    );
    if (code === undefined || map === undefined || plan === undefined || external === undefined) return undefined;
    return { format: PACKAGE_FORMAT, plan: parsed<Plan>(plan), code, map, external: parsed<string[]>(external) };
  } catch (error) {
    if (error instanceof SyntaxError || ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** Of a type that the hash of the whole will vouch for. */
const parsed = <Type>(text: string): Type => JSON.parse(text) as Json as Type;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
