import type { Orchestrator, RunName, RunReport } from '../../orchestrators/orchestrator.ts';
import { textOf } from '../../orchestrators/find.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { ExitCode, Option } from '../command.ts';
import type { Io } from '../io.ts';
import { reportJson } from '../report.ts';
import { runData, runPage } from './run-page.ts';

export const waitOption: Option = { type: 'boolean', help: 'wait until it is over, and say on stderr how far it is' };

/** The one run that a command takes. */
export function runNameOf({ positionals }: Arguments, command: string): string {
  const [name, ...more] = positionals;
  const example = `Say \`flowc ${command} TrainFlow/latest\`.`;
  if (name === undefined) throw new CannotRun('no run is named', example);
  if (more.length > 0) throw new CannotRun(`one run is wanted; here are ${more.length + 1}`, example);
  return name;
}

/** Tells how far a run is, or that nobody waits any longer for its end. */
export function concludeRun(
  report: RunReport | ExitCode,
  name: RunName,
  orchestrator: Orchestrator,
  args: Arguments,
  io: Io,
): ExitCode {
  if (typeof report === 'number') {
    io.err.write(`\`${textOf(name)}\` goes on; \`flowc stop\` ends it\n`);
    return report;
  }
  if (args.text('reporter') === 'json') reportJson([], { run: runData(report) }, io);
  else io.out.write(runPage(report, orchestrator, args, io));
  return report.state === 'failed' ? 1 : 0;
}
