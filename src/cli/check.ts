import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import type { Io } from './io.ts';
import { compileSources } from './pipeline.ts';
import { denyWarningsOption, exitCodeOf, reportFindings, reporterOption, reportJson } from './report.ts';
import { findSources } from './sources.ts';

// `flowc check`: the compiler without a target, for editors, hooks and people in a hurry.

export const checkCommand: Command = {
  name: 'check',
  usage: 'check FILES…',
  about:
    'Says everything that is wrong with flows, whatever the target, and writes nothing. What cannot be packed, such as native code, and what only one ' +
    'target cannot do is told by `flowc compile`, which writes nothing either where there is an error.',
  examples: [
    { run: 'flowc check flows/train.ts', does: 'one file' },
    { run: 'flowc check "flows/**/*.ts" --deny-warnings', does: 'all flows, and no warning is let pass' },
    { run: 'flowc check flows/train.ts --reporter json', does: 'for an editor or a bot' },
  ],
  options: { 'deny-warnings': denyWarningsOption, reporter: reporterOption },
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0) throw new CannotRun('no file to check', 'Name one: `flowc check flows/train.ts`.');
  const { flows, findings } = compileSources(findSources(args.positionals, io.cwd), io);
  if (args.text('reporter') === 'json') {
    reportJson(
      findings,
      { flows: flows.map(({ source, graph }) => ({ name: graph.flow.name, file: source.file })) },
      io,
    );
  } else {
    reportFindings(findings, io);
    if (findings.length === 0)
      io.out.write(`${flows.map(({ graph }) => graph.flow.name).join(', ')}: nothing to complain of\n`);
  }
  return exitCodeOf(findings, args.has('deny-warnings'));
}
