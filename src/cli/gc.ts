import type { Client } from '../client/client.ts';
import { amountOf, deleteGarbage, findGarbage, type Amount, type Garbage } from '../client/garbage.ts';
import { nameOf } from '../client/pathspec.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { datastoreOptions } from './datastore.ts';
import type { Io } from './io.ts';
import { countOf, look } from './look/look.ts';
import { tableOf } from './look/table.ts';
import { bytes } from './look/words.ts';
import { painter } from './paint.ts';
import { reporterOption, reportJson } from './report.ts';
import { counted, grouped } from './run/words.ts';

// `flowc gc`: what may go from a datastore, and with --delete, its going.

export const gcCommand: Command = {
  name: 'gc',
  usage: 'gc [--older-than AGE] [--keep N] [--delete]',
  about:
    'Says what no run in the datastore holds: values, and files that killed processes left. With `--older-than` or `--keep` also which runs are old, and ' +
    'what only they hold; given both, a run is old by both. Runs that go on, runs that others resumed, and code stay. Nothing is deleted without ' +
    '`--delete`. Values younger than a week stay too, so that no run which writes meanwhile loses one.',
  examples: [
    { run: 'flowc gc', does: 'what could go' },
    {
      run: 'flowc gc --older-than 30d --keep 10',
      does: 'also runs that ended more than 30 days ago, but for the latest 10 of each flow',
    },
    { run: 'flowc gc --older-than 30d --keep 10 --delete', does: 'and let it go' },
  ],
  options: {
    'older-than': { type: 'string', value: 'AGE', help: 'also runs that ended so long ago: `36h`, `30d`, `8w`' },
    keep: { type: 'string', value: 'N', help: 'also runs that are not among the latest N of their flow' },
    delete: { type: 'boolean', help: 'delete it' },
    ...datastoreOptions,
    reporter: reporterOption,
  },
  run: (args, io) => look(args, io, (client) => gc(client, args, io)),
};

async function gc(client: Client, args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length > 0) {
    throw new CannotRun(`\`flowc gc\` takes no \`${args.positionals[0]}\``, 'It looks at the whole datastore.');
  }
  const [olderThan, keep] = [ageOf(args), countOf(args, 'keep')];
  const garbage = await findGarbage(client, {
    ...(olderThan === undefined ? {} : { olderThan }),
    ...(keep === undefined ? {} : { keep }),
  });
  const deleted = args.has('delete');
  if (deleted) await deleteGarbage(client, garbage);
  if (args.text('reporter') === 'json') reportJson([], { ...dataOf(garbage), deleted }, io);
  else tell(garbage, deleted, io);
  return 0;
}

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 24 * 3600, w: 7 * 24 * 3600 };

/** Milliseconds. */
function ageOf(args: Arguments): number | undefined {
  const text = args.text('older-than');
  if (text === undefined) return undefined;
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (UNITS[unit] ?? 0) * 1000;
  throw new CannotRun(`\`--older-than\` cannot be \`${text}\``, 'It is a number with `m`, `h`, `d` or `w`: `30d`.');
}

const dataOf = ({ runs, blobs, temps, kept, tooNew }: Garbage): object => ({
  runs,
  blobs: amountOf(blobs),
  temporary: amountOf(temps),
  tooNew: { count: tooNew.count, bytes: tooNew.bytes },
  kept: { runs: kept.runs, blobs: { count: kept.blobs.count, bytes: kept.blobs.bytes } },
});

function tell({ runs, blobs, temps, kept, tooNew }: Garbage, deleted: boolean, { out, err }: Io): void {
  const paint = painter(out);
  const going = [
    rowOf('values', amountOf(blobs), 'that no run holds'),
    rowOf('temporary files', amountOf(temps), 'of processes that were killed'),
  ];
  const staying = [
    rowOf('values', kept.blobs, `of ${counted(kept.runs, 'run')}`),
    rowOf('values', tooNew, 'that no run holds, too new to be sure'),
  ];
  const columns = [
    { title: '' },
    { title: '', right: true as const },
    { title: '', right: true as const },
    { title: '' },
  ];
  out.write(`${paint('heading', deleted ? 'deleted' : 'to delete')}\n`);
  if (runs.length > 0) out.write(`  ${counted(runs.length, 'run')}\n`);
  for (const id of runs) out.write(`    ${nameOf({ id })}\n`);
  out.write(tableOf(columns, going, out, 2));
  out.write(`${paint('heading', deleted ? 'kept' : 'to keep')}\n${tableOf(columns, staying, out, 2)}`);
  const any = runs.length + blobs.length + temps.length > 0;
  if (!deleted) err.write(any ? 'nothing was deleted: `--delete` does it\n' : 'there is nothing to delete\n');
}

const rowOf = (what: string, { count, bytes: size }: Amount, why: string): readonly string[] => [
  what,
  grouped(count),
  bytes(size),
  why,
];
