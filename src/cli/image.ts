import { dirname, join, resolve } from 'node:path';
import { hasForm, imageForm } from '../compiler/ir/forms.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { resolveSettings, whichConfig } from './config/resolve.ts';
import { optionsOf } from './config/settings.ts';
import { imageFiles, readRuntime } from './image/context.ts';
import { externalsOf } from './image/externals.ts';
import { writeContext } from './image/write.ts';
import type { Io } from './io.ts';
import { bytes } from './look/words.ts';
import { packSources, type PackedSources } from './pack-sources.ts';
import { display, readText } from './project.ts';
import { exitCodeOf, reportFindings, reporterOption, reportJson } from './report.ts';
import { counted } from './run/words.ts';
import { shellWord } from './shell-word.ts';
import { findSources } from './sources.ts';

// `flowc image`: a Dockerfile and all that it copies. flowc builds no image itself: every team has its own way to, and each takes a Dockerfile.

export const imageCommand: Command = {
  name: 'image',
  usage: 'image [FILES…] --out DIR [--base IMAGE]',
  about:
    "Writes a Dockerfile and its context for the image in which tasks run: Node, flowc's runtime, and the code of the flows that are named, for " +
    '`flowc compile --code image`. Without files it has the runtime alone, for `--code datastore` and `--code inline`. Packages that flows call external are installed ' +
    'in it, in the versions that the project has.',
  examples: [
    { run: 'flowc image --out image', does: 'the runtime alone' },
    { run: 'flowc image "flows/**/*.ts" --out image', does: 'with the code of all flows' },
    { run: 'flowc image flows/train.ts --out image --base node:24', does: 'on another image, which has Node 24' },
  ],
  options: {
    out: { type: 'string', value: 'DIR', help: 'folder for the Dockerfile and its context' },
    base: { type: 'string', value: 'IMAGE', help: 'image to build on, with Node 24 (default: node:24-slim)' },
    ...optionsOf('external'),
    ...whichConfig,
    reporter: reporterOption,
  },
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const [out, base] = [args.text('out'), args.text('base')];
  if (out === undefined) throw new CannotRun('no folder is named for the image', 'Name one: `--out image`.');
  if (base !== undefined && !hasForm(base, imageForm))
    throw new CannotRun(`\`--base\` cannot be \`${base}\``, `It is ${imageForm.rule}.`);
  const { external = [], image } = await resolveSettings(args, io);
  const sources = await packSources(findSources(args.positionals, io.cwd), external, io);
  const json = args.text('reporter') === 'json';
  const code = exitCodeOf(sources.findings, false);
  if (!json) reportFindings(sources.findings, io);
  if (code !== 0) {
    if (json) reportJson(sources.findings, { files: [] }, io);
    else io.err.write('nothing was written\n');
    return code;
  }
  const files = filesOf(sources, base, io);
  const folder = resolve(io.cwd, out);
  writeContext(folder, files);
  // An image by its digest cannot be what is yet to be built.
  const tag = image?.replace(/@.*/, '') ?? 'IMAGE';
  const build = `docker build --tag ${tag} ${shellWord(display(io.cwd, folder))}`;
  if (json) reportJson(sources.findings, { ...dataOf(sources, files), build }, io);
  else tell(sources, files, folder, build, io);
  return 0;
}

type Files = ReturnType<typeof imageFiles>;

function filesOf({ packages }: PackedSources, base: string | undefined, io: Io): Files {
  const runtime = dirname(io.shim);
  const dockerfile = readText(join(runtime, '../image/Dockerfile'));
  if (dockerfile === undefined)
    throw new CannotRun(`flowc is not whole: \`image/Dockerfile\` is missing`, 'Install it again.');
  return imageFiles({
    dockerfile,
    runtime: readRuntime(runtime),
    packages: new Map([...packages.values()].map(({ id, bytes: content }) => [id, content])),
    externals: externalsOf(packages),
    ...(base === undefined ? {} : { base }),
  });
}

const dataOf = ({ packages }: PackedSources, files: Files): object => ({
  files: [...files].map(
    ([
      path,
      {
        bytes: { length },
      },
    ]) => ({ path, bytes: length }),
  ),
  packages: [...packages].map(([{ graph, source }, { id }]) => ({ flow: graph.flow.name, file: source.file, id })),
});

function tell({ packages }: PackedSources, files: Files, folder: string, build: string, { cwd, out }: Io): void {
  const size = [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
  const flows = [...packages.keys()].map(({ graph }) => graph.flow.name);
  const code =
    flows.length === 0
      ? "flowc's runtime"
      : `flowc's runtime and ${counted(flows.length, 'flow')}: ${flows.join(', ')}`;
  out.write(`${display(cwd, folder)}: ${code} (${bytes(size)})\n${build}\n`);
}
