import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join } from 'node:path';
import { files } from './unpack.ts';

// Where a place in an unpacked package's code came from. The map is read when the first place is asked for: a task that succeeds never does.

/** A place in a source, counted from 1. */
export interface SourcePlace {
  /** From the project's root, `/` between folders; `flowc:…` for what flowc put into the package. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export class FlowMap {
  /** How locations in the code end, before `:line:column`; the rest of them is the machine's. */
  readonly codePath: string;
  readonly #folder: string;
  #map: SourceMap | undefined;

  /** @param folder - What `unpack` answered. */
  constructor(folder: string) {
    this.#folder = folder;
    this.codePath = `${basename(folder)}/${files.code}`;
  }

  /** The source of a place in the code, both counted from 1. */
  locate(line: number, column: number): SourcePlace | undefined {
    this.#map ??= new SourceMap(JSON.parse(readFileSync(join(this.#folder, files.map), 'utf8')));
    const entry = this.#map.findEntry(line - 1, column - 1);
    if (!('originalSource' in entry) || entry.generatedLine !== line - 1) return undefined;
    return { file: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }
}
