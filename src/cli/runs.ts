import type { Client } from '../client/client.ts';
import { find } from '../client/pathspec.ts';
import type { Run } from '../client/run.ts';
import type { RunStatus } from '../client/status.ts';
import { SIDE_BY_SIDE } from '../runtime/shim/bounded.ts';
import { ahead } from '../runtime/store/chunks.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { datastoreOptions } from './datastore.ts';
import type { Io } from './io.ts';
import { countOf, look } from './look/look.ts';
import { runData, runsTable } from './look/runs-table.ts';
import { reporterOption, reportJson } from './report.ts';

// `flowc runs`: what has run, the latest first.

const STATUSES: readonly RunStatus[] = ['running', 'succeeded', 'partial', 'failed', 'interrupted', 'unknown'];

const LIMIT = 20;

export const runsCommand: Command = {
  name: 'runs',
  usage: 'runs [FLOW] [--limit N] [--status STATUS] [--tag TAG]',
  about:
    'Lists the runs in the datastore, the latest first. A run whose engine is gone without a word is `interrupted`; one of another engine is judged by its ' +
    'tasks, and is `unknown` where none runs, has failed for good, or has said anything in the last ten minutes.',
  examples: [
    { run: 'flowc runs', does: `the latest ${LIMIT} of all flows` },
    { run: 'flowc runs TrainFlow --status failed --limit 5', does: 'of one flow, those that failed' },
    { run: "flowc runs --tag nightly --reporter json | jq -r '.runs[].run'", does: 'for programs' },
  ],
  options: {
    limit: { type: 'string', value: 'N', help: `at most so many (default: ${LIMIT})` },
    status: { type: 'string', value: 'STATUS', of: STATUSES, help: 'only runs of this status' },
    tag: {
      type: 'string',
      value: 'TAG',
      many: true,
      help: 'only runs that have this tag; given more than once, all of them',
    },
    ...datastoreOptions,
    reporter: reporterOption,
  },
  run: (args, io) => look(args, io, (client) => list(client, args, io)),
};

async function list(client: Client, args: Arguments, io: Io): Promise<ExitCode> {
  const flow = await flowOf(client, args);
  const limit = countOf(args, 'limit') ?? LIMIT;
  const tags = args.texts('tag');
  const runs = (await client.runs(flow)).filter(({ record }) => tags.every((tag) => record.tags.includes(tag)));
  const wanted = args.text('status');
  const shown = wanted === undefined ? runs.slice(0, limit) : await ofStatus(runs, wanted, limit);
  if (args.text('reporter') === 'json') {
    reportJson([], { runs: await Array.fromAsync(ahead(shown, SIDE_BY_SIDE, runData)) }, io);
    return 0;
  }
  if (shown.length > 0) io.out.write(await runsTable(shown, io.out));
  else io.err.write(`no runs${runs.length > 0 || tags.length > 0 ? ' like that' : ''} in ${client.store.root}\n`);
  if (wanted === undefined && runs.length > shown.length) {
    io.err.write(`${runs.length - shown.length} older: \`--limit\` shows more\n`);
  }
  return 0;
}

async function flowOf(client: Client, { positionals }: Arguments): Promise<string | undefined> {
  const [name, ...more] = positionals;
  if (name === undefined) return undefined;
  if (more.length > 0)
    throw new CannotRun('one flow is wanted', 'Say `flowc runs TrainFlow`, or `flowc runs` for all.');
  const found = await find(client, name);
  if (found.kind === 'flow') return found.flow;
  throw new CannotRun(`\`${name}\` is no flow`, `Say \`flowc show ${name}\` to look at it.`);
}

/** The first of a status; no more are looked at than it takes. */
async function ofStatus(runs: readonly Run[], wanted: string, limit: number): Promise<readonly Run[]> {
  const found: Run[] = [];
  const looked = ahead(runs, SIDE_BY_SIDE, async (run) => ({ run, status: await run.status() }));
  for await (const { run, status } of looked) {
    if (found.length >= limit) break;
    if (status === wanted) found.push(run);
  }
  return found;
}
