import { resolve } from 'node:path';
import { didYouMean } from '../../compiler/diagnostics/did-you-mean.ts';
import type { Settings } from '../../config.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Options } from '../command.ts';
import type { Io } from '../io.ts';
import { rootOf } from '../project.ts';
import { fits, wanted } from './check.ts';
import { flagOf, optionsOf, settingNames, settings, variableOf, type Setting } from './settings.ts';

// The settings that hold for one call: a flag over an environment variable over the chosen environment over the file's top level.

/** Which configuration, and what of it. */
export const whichConfig: Options = {
  config: { type: 'string', value: 'FILE', help: 'the configuration (default: the nearest flowc.config.ts or .json)' },
  env: { type: 'string', value: 'NAME', help: "an environment of the configuration's" },
};

/** The options that every command which needs settings takes. */
export const configOptions: Options = { ...whichConfig, ...optionsOf(...settingNames) };

/** `out` is an absolute path. */
export interface Resolved extends Omit<Settings, 'out'> {
  readonly out: string;
}

export async function resolveSettings(args: Arguments, io: Io): Promise<Resolved> {
  const { out: fileOut, ...file } = await fromFile(args, io);
  const { out, ...over } = { ...fromVariables(io), ...fromFlags(args) };
  return {
    ...file,
    ...over,
    out: out === undefined ? (fileOut ?? defaultOut(io.cwd)) : resolve(io.cwd, out),
  };
}

/** Beside the package.json from which flows and the configuration are found, so that `--check` looks at one place from any folder. */
const defaultOut = (cwd: string): string => resolve(rootOf(resolve(cwd, 'flow.ts')), 'manifests');

async function fromFile(args: Arguments, io: Io): Promise<Settings> {
  const found = await configured(args, io);
  return found === undefined ? {} : { ...found.settings, ...outFrom(found.folder, found.settings) };
}

/** What the configuration sets for the chosen environment, with its paths from `folder`; undefined where there is no configuration. */
export async function configured(
  args: Arguments,
  io: Io,
): Promise<{ readonly folder: string; readonly settings: Settings } | undefined> {
  const { findConfig, readConfig } = await import('./read.ts');
  const named = args.text('config') ?? io.env['FLOWC_CONFIG'];
  const path = named ? resolve(io.cwd, named) : findConfig(io.cwd);
  const wantedName = args.text('env') ?? (io.env['FLOWC_ENV'] || undefined);
  if (path === undefined) {
    if (wantedName === undefined) return undefined;
    throw new CannotRun(
      `there is no configuration to find environment \`${wantedName}\` in`,
      'Write a flowc.config.ts beside package.json: `flowc help compile` shows one.',
    );
  }
  const { checkConfig } = await import('./check.ts');
  const config = readConfig(path);
  const { folder } = config;
  const { base, environments, defaultEnvironment } = checkConfig(config);
  const name = wantedName ?? defaultEnvironment;
  if (name === undefined) return { folder, settings: base };
  const environment = environments.get(name);
  if (environment === undefined) {
    throw new CannotRun(
      `the configuration has no environment \`${name}\`${didYouMean(name, environments.keys())}`,
      namesOf(environments),
    );
  }
  return { folder, settings: { ...base, ...environment, ...mergedMaps(base, environment) } };
}

const namesOf = (environments: ReadonlyMap<string, Settings>): string =>
  environments.size === 0
    ? 'It has none: add `environments`.'
    : `It has ${[...environments.keys()].map((name) => `\`${name}\``).join(', ')}.`;

/** A configuration's paths start at its folder. */
const outFrom = (folder: string, { out }: Settings): Settings =>
  out === undefined ? {} : { out: resolve(folder, out) };

function mergedMaps(base: Settings, over: Settings): Settings {
  const labels = { ...base.labels, ...over.labels };
  const annotations = { ...base.annotations, ...over.annotations };
  return {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

const fromFlags = (args: Arguments): Settings => fromTexts((name) => [`--${flagOf(name)}`, args.text(flagOf(name))]);

/** An empty variable counts as none, as everywhere in a shell's world. */
const fromVariables = (io: Io): Settings =>
  fromTexts((name) => [variableOf(name), io.env[variableOf(name)] || undefined]);

type Name = (typeof settingNames)[number];

function fromTexts(read: (name: Name) => readonly [source: string, text: string | undefined]): Settings {
  const out: Record<string, unknown> = {};
  for (const name of settingNames) {
    const setting: Setting = settings[name];
    if (setting.kind === 'map') continue;
    const [source, text] = read(name);
    if (text === undefined) continue;
    const value = valueOf(setting, text);
    if (value === undefined) throw new CannotRun(`\`${source}\` cannot be \`${text}\``, `It is ${wanted(setting)}.`);
    out[name] = value;
  }
  return out;
}

function valueOf(setting: Setting, text: string): unknown {
  switch (setting.kind) {
    case 'choice':
      return setting.of.find((one) => one === text);
    case 'count':
      return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
    case 'list': {
      const items = text.split(',').map((item) => item.trim());
      return items.every((item) => item !== '' && fits(item, setting.form)) ? items : undefined;
    }
    case 'text':
      return text !== '' && fits(text, setting.form) ? text : undefined;
    case 'map':
      return undefined;
  }
}
