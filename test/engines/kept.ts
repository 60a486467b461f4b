// What tests need and takes minutes to make lies in a cache folder outside the checkout, under a name made of everything that it is made from. Two processes may
// make it at once: each makes it beside the final name and renames, which is atomic.

import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { env, pid, stderr } from 'node:process';

export interface Kept {
  readonly name: string;
  /** Of all that it is made from. */
  readonly key: string;
  /** How it is made the first time, for who waits: `building argo from Go modules`. */
  readonly says: string;
  /** How long that takes: `3 minutes`. */
  readonly takes: string;
}

/**
 * The folder of what is kept, made first where the cache does not hold it. Progress goes to stderr.
 *
 * @param make - Is given an empty folder to fill, which is moved afterwards, and another for what is not kept.
 */
export async function keep(
  { name, key, says, takes }: Kept,
  make: (folder: string, work: string) => Promise<void>,
): Promise<string> {
  const kept = join(cacheFolder(), name, key);
  if (existsSync(kept)) return kept;
  stderr.write(`${says} (first time: about ${takes}) …\n`);
  const started = performance.now();
  const unfinished = `${kept}.${pid}`;
  const work = `${unfinished}.work`;
  try {
    await Promise.all([mkdir(unfinished, { recursive: true }), mkdir(work, { recursive: true })]);
    await make(unfinished, work);
    await rename(unfinished, kept).catch((error: unknown) => {
      // Somebody else was faster.
      if (!existsSync(kept)) throw error;
    });
  } finally {
    for (const folder of [unfinished, work]) await rm(folder, { recursive: true, force: true });
  }
  stderr.write(`made ${kept} in ${Math.round((performance.now() - started) / 1000)} s\n`);
  return kept;
}

export function cacheFolder(): string {
  return env['FLOWC_CACHE'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'flowc');
}

/** Whether nothing is in the way of `tests`. What is in the way is told to a person; in CI, where nobody would notice, it is thrown. */
export function canRun(tests: string, whyNot: string | undefined): boolean {
  if (whyNot === undefined) return true;
  if (env['CI'] === 'true') throw new Error(whyNot);
  stderr.write(`${tests} are skipped. ${whyNot}\n`);
  return false;
}
