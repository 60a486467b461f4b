// `flowc compile --target argo` beside Metaflow's `argo-workflows create` and a program of Hera's: a shape in each of their languages, and
// the command by which a user compiles it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  childEnvironment,
  flowcCli,
  folder,
  peersOf,
  type Case,
  type Contestant,
  type Setting,
  type Tool,
} from '../contestant.ts';
import { stdoutOf } from '../measure.ts';
import { flowcSource } from './flowc-source.ts';
import { heraSource } from './hera-source.ts';
import { metaflowSource } from './metaflow-source.ts';
import { jsonOutput, yamlFolder, yamlOutput } from './output.ts';
import { shapes, type Shape } from './shapes.ts';

export const compileCases: readonly Case[] = shapes.map((shape) => ({
  name: shape.name,
  title: `compile ${shape.title}`,
  tools: shape.peers ? ['flowc', 'metaflow', 'hera'] : ['flowc'],
  ...(shape.series === undefined ? {} : { series: shape.series }),
  prepare: (tool, setting) => prepare(tool, shape, setting),
}));

async function prepare(tool: Tool, shape: Shape, setting: Setting): Promise<Contestant> {
  const cwd = await folder(setting, `${shape.name}-${tool}`);
  const env = { ...childEnvironment(setting), ...metaflowEnvironment(setting) };
  if (tool === 'flowc') {
    await writeFile(join(cwd, 'flow.ts'), flowcSource(shape));
    const args = ['flow.ts', '--target', 'argo', '--image', 'registry.example/flows:1', '--out', 'out'];
    const command = { argv: [process.execPath, flowcCli, 'compile', ...args], cwd, env };
    return { tool, command, figures: () => yamlFolder(join(cwd, 'out')) };
  }
  const metaflow = tool === 'metaflow';
  await writeFile(join(cwd, 'flow.py'), metaflow ? metaflowSource(shape) : heraSource(shape));
  const argv = [peersOf(setting), 'flow.py', ...(metaflow ? ['argo-workflows', 'create', '--only-json'] : [])];
  const command = { argv, cwd, env };
  return { tool, command, figures: () => (metaflow ? jsonOutput : yamlOutput)(stdoutOf(command)) };
}

/** Where Metaflow is to leave its code package. */
export const metaflowEnvironment = ({ storeUrl }: Setting): Readonly<Record<string, string>> => ({
  METAFLOW_DEFAULT_DATASTORE: 's3',
  METAFLOW_DEFAULT_METADATA: 'local',
  METAFLOW_DATASTORE_SYSROOT_S3: 's3://bench/metaflow',
  METAFLOW_S3_ENDPOINT_URL: storeUrl,
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_DEFAULT_REGION: 'us-east-1',
});
