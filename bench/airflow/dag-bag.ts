// How long Airflow reads the DAG files of flowc and Metaflow: a DagBag of one file, over and over in a process that has imported Airflow already, as the DAG processor
// does it. Wall time, CPU time and memory of the row are the whole process's, Airflow's import among them.
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { airflowShapes, type Shape } from '../compile/shapes.ts';
import { childEnvironment, folder, type Case, type Contestant, type Setting, type Tool } from '../contestant.ts';
import { stdoutOf } from '../measure.ts';
import type { AirflowId, Installation } from '../../test/engines/airflow/installation.ts';
import { dagFileOf } from './compile.ts';

/** Airflow's versions, by what their cases are called. */
const versions = { 'dagbag-3': 'airflow', 'dagbag-2': 'airflow-2' } as const satisfies Record<string, AirflowId>;

/** Reads of one file in a process. */
const READS = '7';

export const dagBagCases: readonly Case[] = Object.entries(versions).flatMap(([prefix, version]) =>
  airflowShapes
    .filter(({ peers }) => peers)
    .map((shape) => ({
      name: `${prefix}-${shape.name}`,
      title: `let Airflow ${prefix.slice(-1)} read ${shape.title}`,
      tools: ['flowc', 'metaflow'],
      prepare: (tool, setting) => prepare(tool, shape, version, `${prefix}-${shape.name}-${tool}`, setting),
    })),
);

async function prepare(
  tool: Tool,
  shape: Shape,
  version: AirflowId,
  name: string,
  setting: Setting,
): Promise<Contestant> {
  const { bin } = await installed(version);
  const { command: compile, file } = await dagFileOf(tool, shape, setting, `${name}-made`);
  await mkdir(dirname(file));
  const [program = '', ...args] = compile.argv;
  await promisify(execFile)(program, args, { cwd: compile.cwd, env: compile.env });
  const cwd = await folder(setting, name);
  const env = {
    ...childEnvironment(setting),
    AIRFLOW_HOME: join(cwd, 'out'),
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    // Without end: on a busy machine the first read, which imports the operators, may take longer than the usual 30 s.
    AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT: '0',
    AIRFLOW__LOGGING__LOGGING_LEVEL: 'ERROR',
  };
  const command = { argv: [join(bin, 'python'), join(import.meta.dirname, 'dag_bag.py'), READS, file], cwd, env };
  return {
    tool,
    command,
    // Airflow may write to stdout itself, before.
    figures: async () => JSON.parse((await readFile(stdoutOf(command), 'utf8')).trimEnd().split('\n').at(-1) ?? ''),
  };
}

const installations = new Map<AirflowId, Promise<Installation>>();

/** Installs a version once, for all who want it at a time. */
function installed(version: AirflowId): Promise<Installation> {
  const known = installations.get(version) ?? install(version);
  installations.set(version, known);
  return known;
}

/** Whoever asks for no Airflow is not asked for a Python that runs it. */
async function install(version: AirflowId): Promise<Installation> {
  const { installAirflow } = await import('../../test/engines/airflow/installation.ts');
  return installAirflow(version);
}
