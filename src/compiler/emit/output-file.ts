/** A file that a target wrote, rendered and not yet on any disk. */
export interface OutputFile {
  /** Relative to the output folder, `/` between folders. */
  readonly path: string;
  readonly text: string;
}
