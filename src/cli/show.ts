import type { Client } from '../client/client.ts';
import { find } from '../client/pathspec.ts';
import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { ahead } from '../runtime/store/chunks.ts';
import type { Arguments } from './arguments.ts';
import type { Command, ExitCode } from './command.ts';
import { datastoreOptions } from './datastore.ts';
import type { Io } from './io.ts';
import { look, pathspecOf } from './look/look.ts';
import { runData, runsTable } from './look/runs-table.ts';
import { runPage, runPageData } from './look/run-page.ts';
import { stepPage, stepPageData } from './look/step-page.ts';
import { artifactData, artifactPage, taskPage, taskPageData } from './look/task-page.ts';
import { reporterOption, reportJson } from './report.ts';

// `flowc show`: a page about whatever a pathspec names.

const FLOW_RUNS = 20;

export const showCommand: Command = {
  name: 'show',
  usage: 'show PATHSPEC',
  about:
    'Shows a flow (its runs), a run (its steps, and what failed), a step (its tasks), a task (its attempts, error, inputs and artifacts) or an artifact. A ' +
    'pathspec is `Flow/run/step/task/artifact`, or less of it. The run may be `latest`, or the beginning or end of its id where no other has that; the flow ' +
    'may be left out before it.',
  examples: [
    { run: 'flowc show TrainFlow', does: 'the runs of a flow' },
    { run: 'flowc show TrainFlow/latest', does: 'its latest run' },
    { run: 'flowc show latest/train', does: 'a step of the latest run of all' },
    { run: 'flowc show TrainFlow/20261121-031502-k3f9/train/3', does: 'a task' },
    { run: 'flowc show k3f9/train/3 --reporter json', does: 'the same, for programs' },
  ],
  options: { ...datastoreOptions, reporter: reporterOption },
  run: (args, io) => look(args, io, (client) => show(client, args, io)),
};

async function show(client: Client, args: Arguments, io: Io): Promise<ExitCode> {
  const found = await find(client, pathspecOf(args, 'show TrainFlow/latest'));
  const json = args.text('reporter') === 'json';
  switch (found.kind) {
    case 'flow': {
      const runs = await client.runs(found.flow);
      if (json)
        reportJson([], { flow: found.flow, runs: await Array.fromAsync(ahead(runs, SIDE_BY_SIDE, runData)) }, io);
      else io.out.write(await runsTable(runs.slice(0, FLOW_RUNS), io.out));
      if (!json && runs.length > FLOW_RUNS)
        io.err.write(`\`flowc runs ${found.flow} --limit N\` shows more of ${runs.length}\n`);
      return 0;
    }
    case 'run':
      if (json) reportJson([], { run: await runPageData(found.run) }, io);
      else io.out.write(await runPage(found.run, io));
      return 0;
    case 'step':
      if (json) reportJson([], { step: await stepPageData(found.run, found.step) }, io);
      else io.out.write(await stepPage(found.run, found.step, io));
      return 0;
    case 'task':
      if (json) reportJson([], { task: await taskPageData(found.run, found.task) }, io);
      else io.out.write(await taskPage(found.run, found.task, io));
      return 0;
    case 'artifact':
      if (json) reportJson([], { artifact: await artifactData(found.run, found.task, found.artifact) }, io);
      else io.out.write(await artifactPage(found.run, found.task, found.artifact, io.out));
      return 0;
  }
}
