import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { StoredFile, type Artifact } from '../client/artifact.ts';
import type { Client } from '../client/client.ts';
import { NotFound } from '../client/errors.ts';
import { find, listed, type Found } from '../client/pathspec.ts';
import { artifactsOf } from '../client/artifacts-of.ts';
import { whyNotJson } from '../client/why-not-json.ts';
import type { Head } from '../runtime/codec/envelope.ts';
import { StoreError } from '../runtime/store/store.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { datastoreOptions } from './datastore.ts';
import { codeOf, type Io, type Output } from './io.ts';
import { look, pathspecOf } from './look/look.ts';
import { cannotWrite, refuseFolder, writeWhole } from './look/whole-file.ts';

// `flowc get`: an artifact's value, to look at, as JSON, or as bytes. JSON that is stored as JSON, and buffers, pass from the datastore as they are; so
// they may be of any size, and not a digit of them changes.

export const getCommand: Command = {
  name: 'get',
  usage: 'get PATHSPEC/ARTIFACT [--json | --out FILE]',
  about:
    'Shows the whole value of an artifact. `--json` writes it as JSON where JSON can hold it exactly, and else says what stands in the way. `--out` writes ' +
    'the bytes of a buffer, a typed array or a stored file, and JSON of all else; the file is written whole or not at all.',
  examples: [
    { run: 'flowc get TrainFlow/latest/end/best', does: 'of the task `main`, which need not be said' },
    { run: 'flowc get TrainFlow/latest/train/3/score --json', does: 'for programs' },
    { run: 'flowc get latest/publish/model --out model.bin', does: 'a file, or the bytes of a buffer' },
  ],
  options: {
    json: { type: 'boolean', help: 'exact JSON, or an error' },
    out: { type: 'string', value: 'FILE', help: 'write to this file' },
    ...datastoreOptions,
  },
  run: (args, io) => look(args, io, (client) => get(client, args, io)),
};

async function get(client: Client, args: Arguments, io: Io): Promise<ExitCode> {
  const pathspec = pathspecOf(args, 'get TrainFlow/latest/end/best');
  const found = await find(client, pathspec);
  if (found.kind !== 'artifact') throw await noArtifact(pathspec, found);
  const artifact = (await artifactsOf(found.run, found.task)).find(({ name }) => name === found.artifact);
  if (artifact === undefined) throw await noArtifact(pathspec, found);
  const out = args.text('out');
  if (out !== undefined) await toFile(artifact, resolve(io.cwd, out), args.has('json'));
  else if (args.has('json')) await toJson(artifact, io.out);
  else await toRead(artifact, io);
  return 0;
}

async function toRead(artifact: Artifact, { out, err }: Io): Promise<void> {
  const value = await artifact.value();
  const text =
    typeof value === 'string'
      ? value
      : inspect(value, {
          depth: Infinity,
          maxArrayLength: Infinity,
          maxStringLength: Infinity,
          breakLength: Math.min(out.width, 120),
          colors: out.colour,
        });
  out.write(`${text}\n`);
  if (value instanceof StoredFile) err.write(`\`--out ${value.name}\` writes the file\n`);
}

async function toJson(artifact: Artifact, out: Output): Promise<void> {
  const { head } = await artifact.head();
  if (head.format !== 'json') throw await notJson(artifact, head);
  for await (const bytes of artifact.body()) if (!out.write(bytes)) return;
  out.write('\n');
}

async function toFile(artifact: Artifact, path: string, json: boolean): Promise<void> {
  await refuseFolder(path);
  const { head } = await artifact.head();
  if (head.format === 'json' || (head.format === 'raw' && !json)) return writeWhole(path, artifact.body());
  const value = head.format === 'tagged' ? await artifact.value() : undefined;
  if (!(value instanceof StoredFile) || json) throw await notJson(artifact, head);
  try {
    await artifact.download(value, path);
  } catch (error) {
    if (error instanceof StoreError || codeOf(error) === undefined) throw error;
    cannotWrite(path, error);
  }
}

async function notJson(artifact: Artifact, { format, type }: Head): Promise<CannotRun> {
  const { name } = artifact;
  if (format === 'raw' && typeof type === 'string') {
    return new CannotRun(`\`${name}\` is no JSON: it is a ${type}`, `\`--out ${name}.bin\` writes its bytes.`);
  }
  const value = await artifact.value();
  if (value instanceof StoredFile) {
    return new CannotRun(`\`${name}\` is no JSON: it is a file`, `\`--out ${value.name}\` writes it.`);
  }
  const { path, reason } = whyNotJson(value) ?? { path: '', reason: 'larger than a JSON text can be' };
  return new CannotRun(
    `\`${name}\` cannot be JSON without a change: ${path === '' ? 'it' : `\`${name}${path}\``} is ${reason}`,
    `\`flowc get\` without \`--json\` and \`--out\` shows it whole. For JSON, let the step store it as JSON has it.`,
  );
}

async function noArtifact(pathspec: string, found: Found): Promise<Error> {
  if (found.kind !== 'task' && found.kind !== 'artifact') {
    return new CannotRun(
      `\`${pathspec}\` is a ${found.kind}, and no artifact`,
      'An artifact is one of a task: `flowc get Flow/latest/end/best`.',
    );
  }
  const known = (await artifactsOf(found.run, found.task)).map(({ name }) => name);
  const help =
    known.length > 0 ? `It has ${listed(known)}.` : 'It has none: it wrote no result, or nothing is set after it.';
  if (found.kind === 'task') return new CannotRun(`\`${pathspec}\` is a task: which artifact?`, help);
  return new NotFound(`\`${pathspec}\`: there is no artifact \`${found.artifact}\``, found.artifact, known, help);
}
