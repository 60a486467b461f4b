// How large the manifests are. Tools indent as they like, so beside the bytes that a reviewer sees stand those that a
// cluster keeps (and etcd limits to 1.5 MB an object): JSON without white space. Code packages are counted for nobody.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

/** Bytes. */
export interface Output {
  readonly printed: number;
  readonly stored: number;
}

/** The size of all YAML files in a folder and below. */
export async function yamlFolder(folder: string): Promise<Output> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.yaml'));
  const outputs = await Promise.all(files.map((file) => yamlOutput(join(folder, file))));
  return {
    printed: outputs.reduce((sum, output) => sum + output.printed, 0),
    stored: outputs.reduce((sum, output) => sum + output.stored, 0),
  };
}

export async function yamlOutput(path: string): Promise<Output> {
  return sizes(await readFile(path, 'utf8'), loadAll);
}

export async function jsonOutput(path: string): Promise<Output> {
  return sizes(await readFile(path, 'utf8'), (text) => [JSON.parse(text)]);
}

function sizes(text: string, parse: (text: string) => readonly unknown[]): Output {
  const stored = parse(text).reduce((sum: number, object) => sum + Buffer.byteLength(JSON.stringify(object)), 0);
  return { printed: Buffer.byteLength(text), stored };
}
