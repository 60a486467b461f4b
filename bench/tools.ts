// The commands that are compared. A tool writes its source for a shape into a folder and says how a user compiles it.
//
// All run with an environment made here from nothing: no NODE_EXTRA_CA_CERTS (which alone costs Node 30 ms at start), no
// proxy, no configuration of the user's.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { flowcSource } from './flowc-source.ts';
import { heraSource } from './hera-source.ts';
import type { Command } from './measure.ts';
import { metaflowSource } from './metaflow-source.ts';
import { jsonOutput, yamlFolder, yamlOutput, type Output } from './output.ts';
import type { Shape } from './shapes.ts';

const checkout = dirname(import.meta.dirname);
const flowcCli = join(checkout, 'bin', 'flowc.cjs');
/** What the bin loads, once it is built. */
export const builtCli = join(checkout, 'dist', 'cli.cjs');

export type Tool = 'flowc' | 'metaflow' | 'hera';

/** A command in the race, and where its manifests are once it has run; a floor has none. */
export interface Contestant {
  readonly tool: string;
  readonly command: Command;
  readonly output?: (stdout: string) => Promise<Output>;
}

export interface Setting {
  /** A folder of this bench's own. */
  readonly work: string;
  /** The Python of the peers' environment; absent where no peer runs. */
  readonly peers: string | undefined;
  readonly storeUrl: string;
}

/** Writes the source of `shape` for `tool`. */
export async function prepare(tool: Tool, shape: Shape, setting: Setting): Promise<Contestant> {
  const cwd = await folder(setting, `${shape.name}-${tool}`);
  const env = childEnvironment(setting);
  if (tool === 'flowc') {
    await writeFile(join(cwd, 'flow.ts'), flowcSource(shape));
    const argv = [
      process.execPath,
      flowcCli,
      'compile',
      'flow.ts',
      '--target',
      'argo',
      '--image',
      'registry.example/flows:1',
      '--out',
      'out',
    ];
    return { tool, command: { argv, cwd, env }, output: () => yamlFolder(join(cwd, 'out')) };
  }
  const metaflow = tool === 'metaflow';
  await writeFile(join(cwd, 'flow.py'), metaflow ? metaflowSource(shape) : heraSource(shape));
  const argv = [peersOf(setting), 'flow.py', ...(metaflow ? ['argo-workflows', 'create', '--only-json'] : [])];
  return { tool, command: { argv, cwd, env }, output: metaflow ? jsonOutput : yamlOutput };
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

function peersOf(setting: Setting): string {
  if (setting.peers === undefined) throw new Error('A peer was chosen without its environment.');
  return setting.peers;
}

/** Each contestant has a folder to itself: Metaflow packs all that lies beside the flow. */
async function folder(setting: Setting, name: string): Promise<string> {
  const path = join(setting.work, name);
  await mkdir(path);
  return path;
}

function childEnvironment(setting: Setting): Readonly<Record<string, string>> {
  return {
    PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    HOME: setting.work,
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    USERNAME: 'bench',
    METAFLOW_DEFAULT_DATASTORE: 's3',
    METAFLOW_DEFAULT_METADATA: 'local',
    METAFLOW_DATASTORE_SYSROOT_S3: 's3://bench/metaflow',
    METAFLOW_S3_ENDPOINT_URL: setting.storeUrl,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
}
