// `npm run bench`: what it costs to compile the same flows to Argo with flowc, Metaflow and Hera. README.md says how to read it.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { contest } from './contest.ts';
import { peersPython, systemPython } from './environment.ts';
import { openObjectStore } from './object-store.ts';
import { help, readOptions, selected, UsageError, type Options } from './options.ts';
import { growth, type Reading } from './reading.ts';
import { report } from './report.ts';
import { flatten, shapes, type Shape } from './shapes.ts';
import { builtCli, floors, makeProject, prepare, type Setting, type Tool } from './tools.ts';

const names = ['floor', ...shapes.flatMap((shape) => toolsOf(shape).map((tool) => `${shape.name}/${tool}`))];

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
    await makeProject(work);
    const machine = describeMachine();
    const readings = await race(chosen, { work, peers, storeUrl: store.url }, python, options);
    const json = { machine, runs: options.runs, readings, growth: growth(readings) };
    process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${machine}\n\n${report(readings)}`);
    return readings.some(({ tool, result }) => tool === 'flowc' && result.kind === 'failed') ? 1 : 0;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The readings of all that is chosen, shape after shape. */
async function race(
  chosen: readonly string[],
  setting: Setting,
  python: string,
  options: Options,
): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  if (chosen.includes('floor')) {
    progress('floor');
    for (const row of await contest(await floors(setting), python, options)) readings.push({ shape: 'floor', ...row });
  }
  for (const shape of shapes) {
    const tools = toolsOf(shape).filter((tool) => chosen.includes(`${shape.name}/${tool}`));
    if (tools.length === 0) continue;
    progress(`${shape.name}, ${shape.title}: ${tools.join(', ')}`);
    const contestants = await Promise.all(tools.map((tool) => prepare(tool, shape, setting)));
    const steps = flatten(shape).length;
    for (const row of await contest(contestants, python, options)) {
      readings.push({ shape: shape.name, steps, ...row });
    }
  }
  return readings;
}

function toolsOf(shape: Shape): readonly Tool[] {
  return shape.peers ? ['flowc', 'metaflow', 'hera'] : ['flowc'];
}

function describeMachine(): string {
  const [first] = cpus();
  const load = loadavg()[0] ?? 0;
  return `${cpus().length} cores, ${first?.model}, Node ${process.version}, load ${load.toFixed(1)} at the start`;
}

function progress(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}
