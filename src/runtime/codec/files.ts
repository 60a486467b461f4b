import type { FileRef } from '../store/records.ts';

/** How the codec tells handles of stored files from other objects, and makes them again. */
export interface FileHooks {
  /** What a handle stands for; undefined: the object is no handle. */
  refOf(value: object): FileRef | undefined;
  handleOf(ref: FileRef): object;
}
