// `npm run bench`: what it costs to compile flows to Argo, Airflow and Step Functions and to run them on this machine, with flowc, Metaflow and Hera, and what
// their DAG files cost Airflow. README.md says how to read it.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { contest } from './contest.ts';
import { peersPython, systemPython } from './environment.ts';
import { airflowCases } from './airflow/compile.ts';
import { dagBagCases } from './airflow/dag-bag.ts';
import { compileCases } from './compile/cases.ts';
import { openObjectStore } from './compile/object-store.ts';
import { builtCli, floors, makeProject, type Case, type Setting, type Tool } from './contestant.ts';
import { help, readOptions, selected, UsageError, type Options } from './options.ts';
import { growth, type Reading } from './reading.ts';
import { report } from './report.ts';
import { runCases } from './run/cases.ts';
import { openBatch } from './step-functions/batch.ts';
import { stepFunctionsCases } from './step-functions/compile.ts';

const races = {
  compile: compileCases,
  airflow: airflowCases,
  dagbag: dagBagCases,
  'step-functions': stepFunctionsCases,
  run: runCases,
} as const;
const cases = Object.values(races).flat();
const names = ['floor', ...cases.flatMap(({ name, tools }) => tools.map((tool) => `${name}/${tool}`))];

try {
  const options = readOptions(process.argv.slice(2), names);
  if (options === undefined) process.stdout.write(help);
  else process.exitCode = await bench(options);
} catch (error) {
  if (error instanceof UsageError) progress(error.message);
  else console.error(error);
  process.exitCode = 2;
}

/** Measures what was asked for, prints it and gives the exit code. */
async function bench(options: Options): Promise<number> {
  const chosen = names.filter((name) => selected(options, name));
  const wants = (tool: Tool) => chosen.some((name) => name.endsWith(`/${tool}`));
  if (wants('flowc') && !existsSync(builtCli)) {
    throw new UsageError(`there is no ${builtCli}. Run \`npm run build\` first, or choose others with \`--only\`.`);
  }
  const python = await systemPython();
  const peers = wants('metaflow') || wants('hera') ? await peersPython(python, progress) : undefined;
  const work = await mkdtemp(join(tmpdir(), 'flowc-bench-'));
  try {
    await using store = await openObjectStore();
    await using batch = asksBatch(chosen) ? await openBatch() : undefined;
    await makeProject(work);
    const machine = describeMachine();
    const readings = await race(chosen, { work, peers, storeUrl: store.url, batchUrl: batch?.url }, python, options);
    const json = { machine, runs: options.runs, readings, growth: growth(readings) };
    process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${machine}\n\n${report(readings)}`);
    return readings.some(({ tool, result }) => tool === 'flowc' && result.kind === 'failed') ? 1 : 0;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The readings of all that is chosen, case after case. */
async function race(
  chosen: readonly string[],
  setting: Setting,
  python: string,
  options: Options,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  if (chosen.includes('floor')) {
    progress('floor');
    const rows = await contest(await floors(setting), python, options);
    readings.push(...rows.map((row) => ({ race: 'floor', name: 'floor', ...row }) as const));
  }
  for (const [race, { name, title, series, tools, prepare }] of allCases()) {
    const wanted = tools.filter((tool) => chosen.includes(`${name}/${tool}`));
    if (wanted.length === 0) continue;
    progress(`${name}, ${title}: ${wanted.join(', ')}`);
    const contestants = await Promise.all(wanted.map((tool) => prepare(tool, setting)));
    const rows = await contest(contestants, python, options);
    readings.push(...rows.map((row) => ({ race, name, ...(series === undefined ? {} : { series }), ...row })));
  }
  return readings;
}

function* allCases(): Generator<readonly [race: keyof typeof races, one: Case]> {
  for (const race of ['compile', 'airflow', 'dagbag', 'step-functions', 'run'] as const) {
    for (const one of races[race]) yield [race, one];
  }
}

function asksBatch(chosen: readonly string[]): boolean {
  return stepFunctionsCases.some(({ name }) => chosen.includes(`${name}/metaflow`));
}

function describeMachine(): string {
  const [first] = cpus();
  const load = loadavg()[0] ?? 0;
  return `${cpus().length} cores, ${first?.model}, Node ${process.version}, load ${load.toFixed(1)} at the start`;
}

function progress(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}
