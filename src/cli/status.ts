import { findRun } from '../orchestrators/find.ts';
import type { Orchestrator } from '../orchestrators/orchestrator.ts';
import type { Arguments } from './arguments.ts';
import type { Command, ExitCode } from './command.ts';
import type { Io } from './io.ts';
import { ask, orchestratorOptions } from './orchestrators/ask.ts';
import { concludeRun, runNameOf, waitOption } from './orchestrators/conclude.ts';
import { watch } from './orchestrators/watch.ts';
import { reporterOption } from './report.ts';

// `flowc status`: how far a run is, as its orchestrator knows it.

export const statusCommand: Command = {
  name: 'status',
  usage: 'status RUN --target airflow|step-functions [--wait]',
  about:
    'Asks the orchestrator how far a run is: its state, how many tasks of each step are in which, and what to do where some failed. RUN is ' +
    '`workflow/run`, or the run alone; the workflow may be called by the name of its flow, the run `latest`, or by the beginning or end of its id. What ' +
    'the run left in the datastore, `flowc show` says. Exit code: 0 where it succeeded or goes on, 1 where it failed.',
  examples: [
    { run: 'flowc status TrainFlow/latest --target airflow', does: 'the latest run of a flow' },
    { run: 'flowc status k3f9 --target step-functions --wait', does: 'a run by the end of its id, when it is over' },
    { run: "flowc status latest --target airflow --reporter json | jq '.run.state'", does: 'for programs' },
  ],
  options: { wait: waitOption, ...orchestratorOptions, reporter: reporterOption },
  run: (args, io) => ask(args, io, (orchestrator) => status(orchestrator, args, io)),
};

async function status(orchestrator: Orchestrator, args: Arguments, io: Io): Promise<ExitCode> {
  const { run } = await findRun(orchestrator, runNameOf(args, 'status'));
  const report = args.has('wait') ? await watch(orchestrator, run, io) : await orchestrator.status(run);
  return concludeRun(report, run, orchestrator, args, io);
}
