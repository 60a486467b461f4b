import type { Packed } from '../package/pack.ts';
import { codeKey } from '../runtime/store/layout.ts';
import { sideBySide } from '../runtime/store/chunks.ts';
import type { Store } from '../runtime/store/store.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { resolveSettings } from './config/resolve.ts';
import { optionsOf } from './config/settings.ts';
import { datastoreOptions } from './datastore.ts';
import type { Io } from './io.ts';
import { tableOf } from './look/table.ts';
import { bytes } from './look/words.ts';
import { packSources } from './pack-sources.ts';
import type { Flow } from './pipeline.ts';
import { exitCodeOf, reportFindings, reporterOption, reportJson } from './report.ts';
import { withStore } from './run/with-store.ts';
import { findSources } from './sources.ts';

// `flowc push`: the code of flows to the datastore, where the manifests of `flowc compile` say that it is. Everything is packed before the first byte is sent.

export const pushCommand: Command = {
  name: 'push',
  usage: 'push FILES… [--datastore ROOT]',
  about:
    'Puts the code of flows into the datastore, each as the package that `flowc compile` names in its manifests, from the same sources. A package is called by its ' +
    'content: one that is there already stays, and the code of older manifests does too. Push before you apply.',
  examples: [
    { run: 'flowc push flows/train.ts --datastore s3://flows/prod', does: 'one file' },
    { run: 'flowc push "flows/**/*.ts" --env prod', does: 'all flows, to the datastore of `prod`' },
  ],
  options: {
    ...datastoreOptions,
    // Nobody looks for code on this machine, so here it has no default.
    datastore: {
      type: 'string',
      value: 'ROOT',
      help: 'the datastore: a folder or s3://bucket/prefix (default: FLOWC_DATASTORE, the configuration)',
    },
    ...optionsOf('external'),
    reporter: reporterOption,
  },
  run,
};

/** Uploads at a time. */
const WIDTH = 4;

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0) throw new CannotRun('no file to push', 'Name one: `flowc push flows/train.ts`.');
  const json = args.text('reporter') === 'json';
  const { datastore, external = [] } = await resolveSettings(args, io);
  if (datastore === undefined) {
    throw new CannotRun(
      'no datastore is named',
      'Say `--datastore s3://bucket/prefix`, or set `datastore` in flowc.config.',
    );
  }
  const { packages, findings } = await packSources(findSources(args.positionals, io.cwd), external, io);
  const code = exitCodeOf(findings, false);
  if (!json) reportFindings(findings, io);
  if (code !== 0) {
    if (json) reportJson(findings, { packages: [] }, io);
    else io.err.write('nothing was pushed\n');
    return code;
  }
  return withStore(args, io, async (store): Promise<ExitCode> => {
    const pushed = await push([...packages], store, io);
    if (json) reportJson(findings, { datastore: store.root, packages: pushed.map(dataOf) }, io);
    else tell(pushed, store, io);
    return 0;
  });
}

interface Pushed {
  readonly flow: Flow;
  readonly packed: Packed;
  /** It was not there. */
  readonly isNew: boolean;
}

async function push(
  packages: readonly (readonly [Flow, Packed])[],
  store: Store,
  { err }: Io,
): Promise<readonly Pushed[]> {
  const isNew = new Map<Flow, boolean>();
  await sideBySide(packages, WIDTH, async ([flow, { id, bytes: content }]) => {
    isNew.set(flow, await store.putIfAbsent(codeKey(id), content));
    if (err.interactive) err.write(`\r\x1b[2K${isNew.size}/${packages.length} pushed`);
  });
  if (err.interactive) err.write('\r\x1b[2K');
  return packages.map(([flow, packed]) => ({ flow, packed, isNew: isNew.get(flow) === true }));
}

const dataOf = ({ flow: { graph, source }, packed, isNew }: Pushed): object => ({
  flow: graph.flow.name,
  file: source.file,
  id: packed.id,
  bytes: packed.bytes.length,
  pushed: isNew,
});

function tell(pushed: readonly Pushed[], { root }: Store, { out, err }: Io): void {
  const rows = pushed.map(
    ({
      flow,
      packed: {
        id,
        bytes: { length },
      },
      isNew,
    }) => [
      flow.graph.flow.name,
      id,
      bytes(length),
      isNew ? { text: 'pushed', role: 'added' as const } : { text: 'already there', role: 'frame' as const },
    ],
  );
  out.write(tableOf([{ title: '', key: true }, { title: '' }, { title: '', right: true }, { title: '' }], rows, out));
  err.write(`to ${root}\n`);
}
