import { mkdirSync, renameSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from '../store/store.ts';
import { partOfFile } from './part-of-file.ts';
import type { WorkerProcess } from './worker-process.ts';

/** The log of one attempt: a file, or what a process that is used again has added to its own. */
interface Log {
  readonly path: string;
  /** It lies where the datastore wants it. */
  readonly inPlace: boolean;
  readonly from: number;
}

/**
 * Moves a worker's log to its place in the datastore, where it goes on growing: an open file keeps its name no more than it needs one. Blocking, and beside
 * the start of a process nothing: so attempts begin in the order in which they are called.
 */
export function takeLog({ log, reuse }: WorkerProcess, place: string | undefined): Log {
  if (reuse) return { path: log, inPlace: false, from: statSync(log).size };
  if (place === undefined) return { path: log, inPlace: false, from: 0 };
  try {
    mkdirSync(dirname(place), { recursive: true });
    renameSync(log, place);
    return { path: place, inPlace: true, from: 0 };
  } catch {
    // The datastore is on another disk.
    return { path: log, inPlace: false, from: 0 };
  }
}

/** An empty log is none. */
export async function uploadLog(store: Store, key: string, { path, from }: Log): Promise<void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > from) await store.put(key, partOfFile(file.fd, { start: from, end: size }));
  } finally {
    await file.close();
  }
}
