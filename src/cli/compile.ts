import type { OutputFile } from '../compiler/emit/output-file.ts';
import { Diagnostics } from '../compiler/diagnostics/sink.ts';
import type { Finding } from '../compiler/diagnostics/render.ts';
import type { Packed } from '../package/pack.ts';
import { targetIds, type TargetId } from '../../targets/index.ts';
import type { CodeDelivery } from '../../targets/target.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { configOptions, resolveSettings, whichConfig, type Resolved } from './config/resolve.ts';
import { diff } from './diff.ts';
import { emitFlow } from './emit.ts';
import type { Io } from './io.ts';
import { applyChanges, planChanges, type Change } from './output.ts';
import { painter } from './paint.ts';
import { relocate, type Flow } from './pipeline.ts';
import { display } from './project.ts';
import { denyWarningsOption, exitCodeOf, reportFindings, reporterOption, reportJson } from './report.ts';
import { shellWord } from './shell-word.ts';
import { findSources } from './sources.ts';

// `flowc compile`: flows to a folder, a stream, or an answer whether the folder is current. Everything is compiled and emitted in memory
// before the first byte is written, so that a flow with an error leaves the output of all as it was.

export const compileCommand: Command = {
  name: 'compile',
  usage: 'compile FILES… --target argo|airflow|step-functions [--out DIR | --stdout | --check]',
  about:
    'Compiles flows to manifests: for Argo a folder for each flow and a file for each object, for Airflow a DAG file for each flow, for Step Functions a folder with a CloudFormation ' +
    'template, or what `--format` says. Where any flow has an error, nothing is written. A file of ' +
    'several flows gives all of them; `file.ts#TrainFlow` picks one. Put a pattern in quotes and flowc matches it. Manifests name the flow’s code by its hash: ' +
    '`flowc push` puts that code into the datastore; with `--code` it comes in the image, or in the manifests.',
  examples: [
    { run: 'flowc compile flows/train.ts --target argo', does: 'writes manifests/train-flow/' },
    { run: 'flowc compile flows/train.ts --target airflow --out dags', does: 'writes dags/train-flow.py' },
    { run: 'flowc compile "flows/**/*.ts" --target argo --env prod', does: 'all flows, with the settings of `prod`' },
    {
      run: 'flowc compile flows/train.ts#TrainFlow --target argo --stdout | kubectl apply -f -',
      does: 'one flow, as one stream',
    },
    {
      run: 'flowc compile flows/train.ts --target step-functions --batch-queue flows',
      does: 'writes manifests/train-flow/template.yaml',
    },
    {
      run: 'flowc compile "flows/*.ts" --target argo --check',
      does: 'in CI: 1 and the difference where the folder is stale',
    },
  ],
  options: {
    stdout: { type: 'boolean', help: 'write all to stdout, YAML as one stream, and no files' },
    check: {
      type: 'boolean',
      help: 'write nothing; exit 0 if the folder is current, 1 if stale, 2 if that cannot be told',
    },
    ...configOptions,
    'deny-warnings': denyWarningsOption,
    reporter: reporterOption,
  },
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0)
    throw new CannotRun('no file to compile', 'Name one: `flowc compile flows/train.ts --target argo`.');
  const other = ['check', 'out'].find((name) => args.has(name));
  if (args.has('stdout') && other !== undefined) {
    throw new CannotRun(`\`--stdout\` and \`--${other}\` exclude each other`, 'Choose one.');
  }
  const settings = await resolveSettings(args, io);
  const { target } = settings;
  if (target === undefined) {
    throw new CannotRun(
      'no target is named',
      `Say \`--target ${targetIds.join('|')}\`, or set \`target\` in flowc.config.ts.`,
    );
  }
  const sources = findSources(args.positionals, io.cwd);
  // Whoever only asks for help need not wait for what packs.
  const { packSources } = await import('./pack-sources.ts');
  const { flows, packages, findings } = await packSources(sources, settings.external ?? [], io);
  const emitted = emit(flows, target, settings, await deliver(packages, settings.code));
  return conclude(args, io, settings, [...findings, ...emitted.findings], emitted.files);
}

/** How manifests say where each package is. What compresses is loaded where something is to be compressed. */
async function deliver(
  packages: ReadonlyMap<Flow, Packed>,
  delivery: Resolved['code'] = 'datastore',
): Promise<ReadonlyMap<Flow, CodeDelivery>> {
  const all = [...packages];
  if (delivery !== 'inline') return new Map(all.map(([flow, { id }]) => [flow, { delivery, id }]));
  const { compressPackage } = await import('../runtime/package/packages-folder.ts');
  return new Map(all.map(([flow, { id, bytes }]) => [flow, { delivery, id, compressed: compressPackage(bytes) }]));
}

interface Emitted {
  readonly files: readonly OutputFile[];
  readonly findings: readonly Finding[];
}

/** Lowers and prints every flow, also when another has an error, so that all errors are told at once. */
function emit(
  flows: readonly Flow[],
  target: TargetId,
  settings: Resolved,
  code: ReadonlyMap<Flow, CodeDelivery>,
): Emitted {
  const files = new Map<string, OutputFile & { readonly flow: Flow }>();
  const findings: Finding[] = [];
  for (const flow of flows) {
    const sink = new Diagnostics();
    for (const file of emitFlow(flow.graph, target, settings, sink, code.get(flow))) {
      const other = files.get(file.path)?.flow;
      if (other !== undefined) throw sameFile(file.path, other, flow);
      files.set(file.path, { ...file, flow });
    }
    findings.push(...sink.sorted().map((found) => relocate(found, flow.source.root)));
  }
  return { files: [...files.values()], findings };
}

function sameFile(path: string, a: Flow, b: Flow): CannotRun {
  const say = ({ source, graph }: Flow): string => `\`${source.file}#${graph.flow.name}\``;
  return new CannotRun(
    `${say(a)} and ${say(b)} would both be written to \`${path}\``,
    'Rename one of the flows, or set them apart with `@project`.',
  );
}

function conclude(
  args: Arguments,
  io: Io,
  settings: Resolved,
  findings: readonly Finding[],
  files: readonly OutputFile[],
): ExitCode {
  const json = args.text('reporter') === 'json';
  const code = exitCodeOf(findings, args.has('deny-warnings'));
  if (!json) reportFindings(findings, io);
  if (code !== 0) {
    if (json) reportJson(findings, { files: [] }, io);
    else if (!args.has('check')) io.err.write('nothing was written\n');
    return args.has('check') ? 2 : code;
  }
  if (args.has('stdout')) {
    if (json) reportJson(findings, { files }, io);
    else stream(files, io);
    return 0;
  }
  const changes = planChanges(settings.out, files);
  if (!args.has('check')) applyChanges(changes);
  if (json) reportJson(findings, { files: changes.map((change) => told(change, io.cwd)) }, io);
  else if (args.has('check')) showDifference(changes, io);
  else {
    showWritten(changes, io);
    remindOfPush(args, settings, changes, io);
  }
  return args.has('check') && changes.some(({ kind }) => kind !== 'same') ? 1 : 0;
}

/** What of JSON comes to several files is no stream that anything reads. */
function stream(files: readonly OutputFile[], { out }: Io): void {
  const inJson = files.find(({ path }) => path.endsWith('.json'));
  if (inJson !== undefined)
    throw new CannotRun(
      `\`${inJson.path}\` is one file of several, which are no stream`,
      'Have them in a folder, `--out DIR`; or say `--format cloudformation`, which is one file.',
    );
  for (const { path, text } of files.filter(isObject)) out.write(path.endsWith('.yaml') ? `---\n${text}` : text);
}

const told = ({ kind, path }: Change, cwd: string): object => ({ path: display(cwd, path), change: kind });

/** A kustomization is no object of the cluster's: `kubectl apply -f -` would refuse it. */
const isObject = ({ path }: OutputFile): boolean => !path.endsWith('/kustomization.yaml');

const MARKS = { added: '+', changed: '~', same: ' ', removed: '-' } as const;

function showWritten(changes: readonly Change[], { cwd, out }: Io): void {
  const paint = painter(out);
  const roles = { added: 'added', changed: 'help', same: 'message', removed: 'removed' } as const;
  for (const { kind, path } of changes) {
    if (kind !== 'same') out.write(`${paint(roles[kind], MARKS[kind])} ${display(cwd, path)}\n`);
  }
  const same = changes.filter(({ kind }) => kind === 'same').length;
  if (same > 0) out.write(`${same} ${same === 1 ? 'file is' : 'files are'} as before\n`);
}

/** Tells people that manifests which name a package are of no use before it is there. */
function remindOfPush(
  args: Arguments,
  { code = 'datastore', datastore }: Resolved,
  changes: readonly Change[],
  io: Io,
): void {
  const isNews = changes.some(({ kind }) => kind !== 'same');
  if (!io.err.interactive || code !== 'datastore' || datastore === undefined || !isNews) return;
  const flags = [...Object.keys(whichConfig), 'datastore', 'external'].flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const command = ['flowc', 'push', ...[...args.positionals, ...flags].map(shellWord)].join(' ');
  io.err.write(`${painter(io.err)('help', 'next:')} \`${command}\` puts the code where the manifests say that it is\n`);
}

function showDifference(changes: readonly Change[], { cwd, out, err }: Io): void {
  const paint = painter(out);
  const stale = changes.filter(({ kind }) => kind !== 'same');
  for (const { kind, path, before, after } of stale) {
    const name = display(cwd, path);
    out.write(
      `${paint('heading', `--- ${kind === 'added' ? '/dev/null' : name}\n+++ ${kind === 'removed' ? '/dev/null' : name}`)}\n`,
    );
    for (const line of diff(before, after)) {
      if (line.kind === 'hunk') out.write(`${paint('frame', line.text)}\n`);
      else if (line.kind === 'same') out.write(` ${line.text}\n`);
      else out.write(`${paint(line.kind, `${line.kind === 'added' ? '+' : '-'}${line.text}`)}\n`);
    }
  }
  const count = `${changes.length} ${changes.length === 1 ? 'file' : 'files'}`;
  if (stale.length === 0) err.write(`nothing stale in ${count}\n`);
  else err.write(`${stale.length} stale of ${count}: run the same command without \`--check\`\n`);
}
