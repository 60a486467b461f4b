import { join, resolve } from 'node:path';
import type { Arguments } from './arguments.ts';
import type { Options } from './command.ts';
import { configured, whichConfig } from './config/resolve.ts';
import type { Io } from './io.ts';
import { rootOf } from './project.ts';

// Where the datastore of a call is. Whoever runs a flow and whoever looks at the run later find the same one from any folder of a project,
// without either having said where.

/** The options of every command that has to do with a datastore, and with nothing else of the configuration. */
export const datastoreOptions: Options = {
  datastore: {
    type: 'string',
    value: 'ROOT',
    help: 'the datastore: a folder or s3://bucket/prefix (default: FLOWC_DATASTORE, the configuration, else .flowc beside package.json)',
  },
  ...whichConfig,
};

/** The root of the datastore: an absolute folder, or `s3://bucket/prefix`. */
export async function datastoreOf(args: Arguments, io: Io): Promise<{ readonly root: string }> {
  const said = args.text('datastore') ?? (io.env['FLOWC_DATASTORE'] || undefined);
  if (said !== undefined) return { root: rootFrom(io.cwd, said) };
  const found = await configured(args, io);
  if (found?.settings.datastore !== undefined) return { root: rootFrom(found.folder, found.settings.datastore) };
  return { root: join(rootOf(join(io.cwd, 'flow.ts')), '.flowc') };
}

/** A root with a scheme is the store's to know. */
const rootFrom = (folder: string, root: string): string =>
  /^[a-z][a-z0-9+.-]+:\/\//i.test(root) ? root : resolve(folder, root);
