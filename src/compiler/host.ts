/**
 * All that the compiler knows of the world. The CLI gives it the disk; tests give it a map of texts. Paths are absolute or relative to the
 * project's root, with `/` between folders: the compiler never asks which.
 */
export interface Host {
  /** The text of a file, or undefined where there is none. */
  readFile(path: string): string | undefined;
}
