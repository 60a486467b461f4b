// `flowc compile --target step-functions` beside Metaflow's `step-functions create`: the same flows, each to one state machine. flowc alone also writes the whole
// of what is deployed, as a template of CloudFormation's.
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metaflowEnvironment } from '../compile/cases.ts';
import { flowcSource } from '../compile/flowc-source.ts';
import { metaflowSource } from '../compile/metaflow-source.ts';
import { jsonOutput } from '../compile/output.ts';
import { chainOf, type Shape } from '../compile/shapes.ts';
import {
  childEnvironment,
  flowcCli,
  folder,
  peersOf,
  type Case,
  type Contestant,
  type Figures,
  type Setting,
  type Tool,
} from '../contestant.ts';
import { stdoutOf } from '../measure.ts';
import { QUEUE } from './batch.ts';

export const stepFunctionsCases: readonly Case[] = [5, 50, 500].map(chainOf).flatMap((shape): readonly Case[] => [
  {
    name: `step-functions-${shape.name}`,
    title: `compile ${shape.title} to a state machine`,
    tools: ['flowc', 'metaflow'],
    ...(shape.series === undefined ? {} : { series: shape.series }),
    prepare: (tool, setting) => prepare(tool, shape, setting),
  },
  {
    name: `cloudformation-${shape.name}`,
    title: `compile ${shape.title} to a template of CloudFormation's`,
    tools: ['flowc'],
    prepare: (_, setting) => flowc(shape, setting, 'cloudformation'),
  },
]);

async function prepare(tool: Tool, shape: Shape, setting: Setting): Promise<Contestant> {
  if (tool !== 'flowc') return metaflow(shape, setting);
  const contestant = await flowc(shape, setting, 'asl');
  const { cwd } = contestant.command;
  const machine = join(cwd, 'out', 'bench-flow', 'state-machine.asl.json');
  return { ...contestant, figures: async () => ({ ...(await jsonOutput(machine)), ...(await written(cwd)) }) };
}

async function flowc(shape: Shape, setting: Setting, format: string): Promise<Contestant> {
  const cwd = await folder(setting, `${format}-${shape.name}-flowc`);
  await writeFile(join(cwd, 'flow.ts'), flowcSource(shape));
  const target = ['--target', 'step-functions', '--format', format, '--batch-queue', QUEUE];
  const args = ['flow.ts', ...target, '--image', 'registry.example/flows:1', '--datastore', 's3://bench/flowc'];
  const argv = [process.execPath, flowcCli, 'compile', ...args, '--out', 'out'];
  return { tool: 'flowc', command: { argv, cwd, env: childEnvironment(setting) }, figures: () => written(cwd) };
}

async function metaflow(shape: Shape, setting: Setting): Promise<Contestant> {
  const cwd = await folder(setting, `asl-${shape.name}-metaflow`);
  await writeFile(join(cwd, 'flow.py'), metaflowSource(shape));
  const argv = [peersOf(setting), 'flow.py', 'step-functions', 'create', '--only-json'];
  const env = { ...childEnvironment(setting), ...metaflowEnvironment(setting), ...awsOf(setting) };
  const command = { argv, cwd, env };
  return { tool: 'metaflow', command, figures: () => jsonOutput(stdoutOf(command)) };
}

/** S3 is still elsewhere: Metaflow has an endpoint of its own for it. */
function awsOf({ batchUrl }: Setting): Readonly<Record<string, string>> {
  if (batchUrl === undefined) throw new Error('Metaflow was chosen without a Batch.');
  const role = 'arn:aws:iam::123456789012:role/bench';
  return {
    AWS_ENDPOINT_URL: batchUrl,
    METAFLOW_BATCH_JOB_QUEUE: QUEUE,
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: role,
    METAFLOW_ECS_FARGATE_EXECUTION_ROLE: role,
    METAFLOW_SFN_IAM_ROLE: role,
  };
}

/** All that flowc has written. */
async function written(cwd: string): Promise<Figures> {
  const entries = await readdir(join(cwd, 'out'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => stat(join(parentPath, name)));
  return { 'all KB': (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0) / 1e3 };
}
