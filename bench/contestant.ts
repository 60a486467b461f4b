// What every race of the bench is made of: a command and the place in which it runs.
//
// All run with an environment made here from nothing: no NODE_EXTRA_CA_CERTS (which alone costs Node 30 ms at start), no
// proxy, no configuration of the user's.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Series } from './compile/shapes.ts';
import type { Command } from './measure.ts';

const checkout = dirname(import.meta.dirname);
export const flowcCli = join(checkout, 'bin', 'flowc.cjs');
/** What the bin loads, once it is built. */
export const builtCli = join(checkout, 'dist', 'cli.cjs');

export type Tool = 'flowc' | 'metaflow' | 'hera';

/** Numbers that a run leaves beside its time, by the head of their column. */
export type Figures = Readonly<Record<string, number>>;

/** A command in a race. `out` in its folder is taken away before every turn. */
export interface Contestant {
  readonly tool: string;
  readonly command: Command;
  /** Run before every turn, not measured. `mayFail`: it is meant to leave something unfinished. */
  readonly before?: { readonly command: Command; readonly mayFail: boolean };
  /** Read after every turn. */
  readonly figures?: () => Promise<Figures>;
}

/** Something that tools do in turns. */
export interface Case {
  readonly name: string;
  readonly title: string;
  readonly tools: readonly Tool[];
  /** For the table of growth. */
  readonly series?: Series;
  prepare(tool: Tool, setting: Setting): Promise<Contestant>;
}

export interface Setting {
  /** A folder of this bench's own. */
  readonly work: string;
  /** The Python of the peers' environment; absent where no peer runs. */
  readonly peers: string | undefined;
  readonly storeUrl: string;
  /** Absent where nobody asks AWS Batch. */
  readonly batchUrl: string | undefined;
}

/** What an interpreter costs that starts and ends: no command can be below it. */
export async function floors(setting: Setting): Promise<readonly Contestant[]> {
  const cwd = await folder(setting, 'floor');
  const env = childEnvironment(setting);
  const node = { tool: 'node -e 0', command: { argv: [process.execPath, '-e', '0'], cwd, env } };
  if (setting.peers === undefined) return [node];
  return [node, { tool: 'python -c 0', command: { argv: [setting.peers, '-c', '0'], cwd, env } }];
}

/** Makes the folder a project whose flows are ES modules and mean this checkout by `flowc`. */
export async function makeProject(work: string): Promise<void> {
  await writeFile(join(work, 'package.json'), '{ "type": "module" }\n');
  await mkdir(join(work, 'node_modules'));
  await symlink(checkout, join(work, 'node_modules', 'flowc'));
}

export function peersOf(setting: Setting): string {
  if (setting.peers === undefined) throw new Error('A peer was chosen without its environment.');
  return setting.peers;
}

/** Each contestant has a folder to itself: Metaflow packs all that lies beside the flow. */
export async function folder(setting: Setting, name: string): Promise<string> {
  const path = join(setting.work, name);
  await mkdir(path);
  return path;
}

export function childEnvironment(setting: Setting): Readonly<Record<string, string>> {
  return {
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    HOME: setting.work,
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    USERNAME: 'bench',
  };
}
