// `flowc compile --target airflow` beside Metaflow's `airflow create`: the same flows, each to one DAG file.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { metaflowEnvironment } from '../compile/cases.ts';
import { flowcSource } from '../compile/flowc-source.ts';
import { metaflowSource } from '../compile/metaflow-source.ts';
import { airflowShapes, type Shape } from '../compile/shapes.ts';
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
import type { Command } from '../measure.ts';

export const airflowCases: readonly Case[] = airflowShapes.map((shape) => ({
  name: `airflow-${shape.name}`,
  title: `compile ${shape.title} for Airflow`,
  tools: shape.peers ? ['flowc', 'metaflow'] : ['flowc'],
  ...(shape.series === undefined ? {} : { series: shape.series }),
  prepare: (tool, setting) => prepare(tool, shape, setting),
}));

async function prepare(tool: Tool, shape: Shape, setting: Setting): Promise<Contestant> {
  const { command, file } = await dagFileOf(tool, shape, setting, `airflow-${shape.name}-${tool}`);
  return { tool, command, figures: async () => ({ 'printed KB': (await readFile(file)).byteLength / 1e3 }) };
}

/** The command that makes a shape's DAG file, and where that will lie. */
export async function dagFileOf(
  tool: Tool,
  shape: Shape,
  setting: Setting,
  name: string,
): Promise<{ readonly command: Command; readonly file: string }> {
  const cwd = await folder(setting, name);
  const env = { ...childEnvironment(setting), ...metaflowEnvironment(setting) };
  const file = join(cwd, 'out', 'bench-flow.py');
  if (tool === 'flowc') {
    await writeFile(join(cwd, 'flow.ts'), flowcSource(shape));
    const args = ['flow.ts', '--target', 'airflow', '--image', 'registry.example/flows:1', '--out', 'out'];
    return { command: { argv: [process.execPath, flowcCli, 'compile', ...args], cwd, env }, file };
  }
  await writeFile(join(cwd, 'flow.py'), metaflowSource(shape));
  return { command: { argv: [peersOf(setting), 'flow.py', 'airflow', 'create', file], cwd, env }, file };
}
