import { findRun, textOf } from '../orchestrators/find.ts';
import type { Orchestrator } from '../orchestrators/orchestrator.ts';
import type { Arguments } from './arguments.ts';
import type { Command, ExitCode } from './command.ts';
import { commandLines } from './command-lines.ts';
import { whichConfig } from './config/resolve.ts';
import type { Io } from './io.ts';
import { ask, orchestratorOptions } from './orchestrators/ask.ts';
import { runNameOf } from './orchestrators/conclude.ts';
import { reporterOption, reportJson } from './report.ts';
import { shellWord } from './shell-word.ts';

// `flowc stop`: ends a run where it runs.

export const stopCommand: Command = {
  name: 'stop',
  usage: 'stop RUN --target airflow|step-functions',
  about:
    'Has the orchestrator end a run, with the tasks that it is at: it counts as failed there. What its tasks left stays in the datastore, and `flowc resume` ' +
    'goes on from there. A run that is over stays as it is. RUN is named as for `flowc status`.',
  examples: [{ run: 'flowc stop TrainFlow/latest --target step-functions', does: 'the latest run of a flow' }],
  options: { ...orchestratorOptions, reporter: reporterOption },
  run: (args, io) => ask(args, io, (orchestrator) => stop(orchestrator, args, io)),
};

async function stop(orchestrator: Orchestrator, args: Arguments, io: Io): Promise<ExitCode> {
  const { run } = await findRun(orchestrator, runNameOf(args, 'stop'));
  const stopped = await orchestrator.stop(run);
  if (args.text('reporter') === 'json') {
    reportJson([], { run, stopped }, io);
    return 0;
  }
  if (!stopped) io.err.write(`\`${textOf(run)}\` was over already, and stays as it is\n`);
  else {
    const resume = [[`flowc resume ${shellWord(run.run)}`, 'goes on from there, on this machine']] as const;
    io.err.write(
      `\`${textOf(run)}\` is stopped; what its tasks left stays in the datastore\n\n` +
        `${commandLines(resume, args, Object.keys(whichConfig))}\n`,
    );
  }
  return 0;
}
