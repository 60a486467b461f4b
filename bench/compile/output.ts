// How large the manifests are. Tools indent as they like, so beside the bytes that a reviewer sees stand those that a
// cluster keeps (and etcd limits to 1.5 MB an object): JSON without white space. Code packages are counted for nobody.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Figures } from '../contestant.ts';

/** The size of all YAML files in a folder and below. */
export async function yamlFolder(folder: string): Promise<Figures> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.yaml'));
  return sizes(await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8'))), loadAll);
}

export const yamlOutput = async (path: string): Promise<Figures> => sizes([await readFile(path, 'utf8')], loadAll);

export const jsonOutput = async (path: string): Promise<Figures> =>
  sizes([await readFile(path, 'utf8')], (text) => [JSON.parse(text)]);

function sizes(texts: readonly string[], parse: (text: string) => readonly unknown[]): Figures {
  const bytes = (all: readonly string[]): number => all.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const objects = texts.flatMap(parse).map((object) => JSON.stringify(object));
  return { 'printed KB': bytes(texts) / 1e3, 'stored KB': bytes(objects) / 1e3 };
}
