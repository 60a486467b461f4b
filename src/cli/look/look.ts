import { Client } from '../../client/client.ts';
import { NotFound } from '../../client/errors.ts';
import { MalformedEnvelope } from '../../runtime/codec/envelope.ts';
import { UnreadablePackage } from '../../runtime/package/package.ts';
import { openStore } from '../../runtime/store/open.ts';
import { StoreError } from '../../runtime/store/store.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { ExitCode } from '../command.ts';
import { datastoreOf } from '../datastore.ts';
import type { Io } from '../io.ts';
import { tellNotFound } from '../not-found.ts';

/**
 * Gives `work` the datastore of the call. What is not there is an answer too: it is told, with what may have been meant, and the exit code is 1. A datastore that
 * cannot be read is exit code 2.
 */
export async function look(args: Arguments, io: Io, work: (client: Client) => Promise<ExitCode>): Promise<ExitCode> {
  const { root } = await datastoreOf(args, io);
  const store = await openStore(root, io.env).catch(fault);
  try {
    return await work(new Client(store));
  } catch (error) {
    return error instanceof NotFound ? tellNotFound(error, args, io) : fault(error);
  } finally {
    await store.close();
  }
}

/** The one pathspec that a command takes. */
export function pathspecOf({ positionals }: Arguments, command: string): string {
  const [pathspec, ...more] = positionals;
  const example = `Say \`flowc ${command}\`; \`flowc runs\` lists what there is.`;
  if (pathspec === undefined) throw new CannotRun('no pathspec is given', example);
  if (more.length > 0) throw new CannotRun(`one pathspec is wanted; here are ${more.length + 1}`, example);
  return pathspec;
}

/** The number that an option gives, if it gives one. */
export function countOf(args: Arguments, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CannotRun(`\`--${name}\` cannot be \`${text}\``, 'It is a whole number from 0.');
}

function fault(error: unknown): never {
  if (error instanceof StoreError || error instanceof UnreadablePackage || error instanceof MalformedEnvelope) {
    throw new CannotRun(error.message);
  }
  throw error;
}
