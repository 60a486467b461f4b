import type { Readable } from 'node:stream';
import { taskFor } from './task-context.ts';

/** A stored file: an artifact or a parameter that holds no bytes until it is read. */
export interface FileArtifact {
  /** Bytes. */
  readonly size: number;
  /** The path of a local copy, downloaded at the first call. */
  path(): Promise<string>;
  /** The content, from its beginning. */
  stream(): Readable;
}

/**
 * Stores a file by streaming it, of any size, and gives the handle to keep in an artifact.
 *
 * @param path - A file of this machine, relative to the working directory.
 * @throws Error outside of a task.
 *
 * @example
 * ```ts
 * await save(`${current.tempDir}/model.bin`);
 * this.model = file(`${current.tempDir}/model.bin`); // a field `model!: FileArtifact`
 * ```
 */
export function file(path: string): FileArtifact {
  return taskFor('file(…)').file(path);
}
