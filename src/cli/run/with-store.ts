import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { NotFound } from '../../client/errors.ts';
import { UnreadablePackage } from '../../runtime/package/package.ts';
import { Refused } from '../../runtime/shim/refused.ts';
import { openStore } from '../../runtime/store/open.ts';
import { StoreError, type Store } from '../../runtime/store/store.ts';
import type { Arguments } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import { datastoreOf } from '../datastore.ts';
import type { Io } from '../io.ts';
import { withoutIt } from '../not-found.ts';

/** Gives `work` the datastore of the call, to write to. Without a datastore nothing can be run: what is wrong with it is a CannotRun. */
export async function withStore<Result>(
  args: Arguments,
  io: Io,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const { root } = await datastoreOf(args, io);
  makeFolder(root);
  const store = await openStore(root, io.env).catch(fault);
  try {
    return await work(store);
  } catch (error) {
    return fault(error);
  } finally {
    await store.close();
  }
}

function fault(error: unknown): never {
  if (error instanceof NotFound) throw withoutIt(error);
  if (error instanceof StoreError || error instanceof UnreadablePackage || error instanceof Refused)
    throw new CannotRun(error.message);
  throw error;
}

/** Makes the project's own datastore where there is none yet, out of sight of git. Any other folder is the user's to keep. */
function makeFolder(root: string): void {
  if (!isAbsolute(root) || basename(root) !== '.flowc' || existsSync(root)) return;
  try {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, '.gitignore'), '*\n');
  } catch (error) {
    throw new CannotRun(
      `cannot make the datastore \`${root}\`: ${error instanceof Error ? error.message : String(error)}`,
      'Choose another place with `--datastore` or FLOWC_DATASTORE.',
    );
  }
}
