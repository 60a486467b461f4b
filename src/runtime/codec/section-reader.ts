import { MalformedEnvelope } from './envelope.ts';
import { sectionStarts } from './sections.ts';
import type { TokenReader } from './tokens.ts';

// The binary part of the tagged form, read: bytes cut into buffers and strings of their own, each once however often it is asked for.

export class SectionReader {
  readonly #body: Uint8Array<ArrayBuffer>;
  readonly #starts: readonly number[];
  readonly #sizes: number[] = [];
  readonly #buffers = new Map<number, ArrayBuffer>();
  readonly #strings = new Map<number, string>();

  /** Reads the sizes; the sections follow `text` bytes of the body. */
  constructor(tokens: TokenReader, body: Uint8Array<ArrayBuffer>, text: number) {
    const count = tokens.count('the number of sections');
    for (let section = 0; section < count; section += 1) {
      this.#sizes.push(tokens.count(`the size of section ${section}`, body.length));
    }
    this.#body = body;
    this.#starts = sectionStarts(this.#sizes, text);
    const end = this.#starts.at(-1) ?? text;
    if (end !== body.length) throw new MalformedEnvelope(`it should have ${end} bytes and has ${body.length}`);
  }

  buffer(section: number): ArrayBuffer {
    const known = this.#buffers.get(section);
    if (known !== undefined) return known;
    const buffer = this.#bytes(section).slice().buffer;
    this.#buffers.set(section, buffer);
    return buffer;
  }

  string(section: number, encoding: 'latin1' | 'utf16le'): string {
    const known = this.#strings.get(section);
    if (known !== undefined) return known;
    const bytes = this.#bytes(section);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
    this.#strings.set(section, text);
    return text;
  }

  #bytes(section: number): Uint8Array<ArrayBuffer> {
    const [start, size] = [this.#starts[section], this.#sizes[section]];
    if (start === undefined || size === undefined) throw new MalformedEnvelope(`it has no section ${section}`);
    return this.#body.subarray(start, start + size);
  }
}
