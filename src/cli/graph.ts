import { GRAPH_FORMATS, printGraph, type GraphFormat } from '../compiler/print/print-graph.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import type { Io } from './io.ts';
import { compileSources } from './pipeline.ts';
import { exitCodeOf, reportFindings } from './report.ts';
import { findSources } from './sources.ts';

// `flowc graph`: the printers of src/compiler/print, given the terminal's width and colours.

export const graphCommand: Command = {
  name: 'graph',
  usage: `graph FILE [--format ${GRAPH_FORMATS.join('|')}] [--data]`,
  about: "Shows a flow's graph: its steps and the regions that splits, foreaches, choices and loops make.",
  examples: [
    { run: 'flowc graph flows/train.ts', does: 'in the terminal' },
    { run: 'flowc graph flows/train.ts --data', does: 'with what each step reads and writes' },
    { run: 'flowc graph flows/train.ts#TrainFlow --format svg > train.svg', does: 'a picture of one flow' },
    {
      run: "flowc graph flows/train.ts --format json | jq '.steps[].name'",
      does: 'for programs; its schema is published',
    },
  ],
  options: {
    format: {
      type: 'string',
      value: GRAPH_FORMATS.join('|'),
      of: GRAPH_FORMATS,
      help: 'how to draw it (default: terminal)',
    },
    data: { type: 'boolean', help: 'show what steps read and write; terminal only' },
  },
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0)
    throw new CannotRun('no file to show the graph of', 'Name one: `flowc graph flows/train.ts`.');
  const format = formatOf(args);
  if (args.has('data') && format !== 'terminal') {
    throw new CannotRun('`--data` is for the terminal', 'The `json` format always holds the data: `--format json`.');
  }
  const { flows, findings } = compileSources(findSources(args.positionals, io.cwd), io);
  reportFindings(findings, io);
  if (flows.length > 1 && format !== 'terminal') {
    const names = flows.map(({ source, graph }) => `\`${source.file}#${graph.flow.name}\``).join(', ');
    throw new CannotRun(
      `one flow at a time can be drawn as ${format}; here are ${flows.length}`,
      `Pick one of ${names}.`,
    );
  }
  const { width, colour } = io.out;
  io.out.write(
    flows.map(({ graph }) => printGraph(graph, format, { width, color: colour, data: args.has('data') })).join('\n'),
  );
  return exitCodeOf(findings, false);
}

const formatOf = (args: Arguments): GraphFormat =>
  GRAPH_FORMATS.find((format) => format === args.text('format')) ?? 'terminal';
