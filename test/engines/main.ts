import { CannotRun } from '../../src/cli/cannot-run.ts';
import { processIo, type Io } from '../../src/cli/io.ts';
import { reportFault } from '../../src/cli/report.ts';
import { HELP, readCommandLine, type CommandLine } from './command-line.ts';
import { differencesOf, unmatchedStarts } from './differences.ts';
import type { Engine, EngineFlow, EngineRun } from './engine.ts';
import { engines } from './engines.ts';
import { namedFlows } from './named-flows.ts';
import { local } from './local/engine.ts';

// `npm run engine`: any flows on a real engine, held against a local run of the same flows.

const io = processIo();
try {
  process.exitCode = await main(process.argv.slice(2), io);
} catch (error) {
  if (!(error instanceof CannotRun)) throw error;
  reportFault(error, io);
  process.exitCode = 2;
}

async function main(argv: readonly string[], { out, err }: Io): Promise<number> {
  const line = readCommandLine(argv);
  if (line === undefined) {
    out.write(HELP);
    return 0;
  }
  const flows = await namedFlows(line, io);
  const kind = engines[line.target];
  const why = await kind.whyNot();
  if (why !== undefined) throw new CannotRun(`flows cannot be run on \`${line.target}\` here`, why);
  const say = (text: string): void => void err.write(`${text}\n`);
  const engine = await kind.start(say);
  // Whoever interrupts waits for what was started to be gone.
  const release = io.onStop(() => void engine.stop().finally(() => process.exit(130)));
  try {
    const asExpected = await runAll(flows, engine, line, io);
    say(`${asExpected.filter(Boolean).length} of ${flows.length} flows ended as expected on ${engine.title}`);
    return asExpected.every(Boolean) ? 0 : 1;
  } finally {
    release();
    await engine.stop();
  }
}

/** For each flow, in order, whether its run was as expected. */
async function runAll(
  flows: readonly EngineFlow[],
  engine: Engine,
  { expect }: CommandLine,
  { out, err }: Io,
): Promise<readonly boolean[]> {
  const there = flows.map(() => Promise.withResolvers<EngineRun>());
  const expected = flows.map(() => Promise.withResolvers<EngineRun>());
  const settle = (runs: typeof there, of: Engine) =>
    of.run(flows, (event) => {
      if (event.kind === 'note') err.write(`${event.text}\n`);
      else runs[event.index]?.resolve(event.run);
    });
  const told = flows.map(async ({ file }, index) => {
    const [run, reference] = await Promise.all([there[index]?.promise, expected[index]?.promise]);
    if (run === undefined || reference === undefined) return false;
    const differences = differencesIn(run, reference, expect);
    const { phase: status, seconds, message, started } = run;
    const said = message === undefined ? {} : { message };
    const { id, version } = engine;
    const head = { flow: file, status, engine: id, version, seconds: Number(seconds.toFixed(1)), ...said };
    out.write(`${JSON.stringify({ ...head, tasks: run.run.tasks, started, differences })}\n`);
    err.write(
      `${differences.length === 0 ? 'as expected' : 'DIFFERENT'}: ${file} ${status} in ${seconds.toFixed(1)} s\n`,
    );
    return differences.length === 0;
  });
  const [answers] = await Promise.all([Promise.all(told), settle(there, engine), settle(expected, local)]);
  return answers;
}

function differencesIn(run: EngineRun, reference: EngineRun, expect: CommandLine['expect']): readonly string[] {
  const differences: string[] = [];
  const hold = ({ phase, message = 'without a word' }: EngineRun, where: string): void => {
    if (phase !== expect) differences.push(`the run ${phase} ${where}${phase === 'failed' ? `: ${message}` : ''}`);
  };
  hold(run, 'on the engine');
  hold(reference, 'locally');
  return [
    ...differences,
    ...differencesOf(run.run, reference.run, 'locally'),
    ...unmatchedStarts(run.started, run.run),
    ...(run.contradictions ?? []),
  ];
}
