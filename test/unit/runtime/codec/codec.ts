import { decode } from '../../../../src/runtime/codec/decode.ts';
import { encode } from '../../../../src/runtime/codec/encode.ts';
import { splitEnvelope } from '../../../../src/runtime/codec/envelope.ts';
import type { FileHooks } from '../../../../src/runtime/codec/files.ts';
import type { FileRef } from '../../../../src/runtime/store/records.ts';

/** A handle as the shim may make it. */
export class Handle {
  readonly ref: FileRef;

  constructor(ref: FileRef) {
    this.ref = ref;
  }
}

export const hooks: FileHooks = {
  refOf: (value) => (value instanceof Handle ? value.ref : undefined),
  handleOf: (ref) => new Handle(ref),
};

export function bytesOf(value: unknown): Buffer<ArrayBuffer> {
  const encoded = encode(value, hooks);
  const bytes = Buffer.concat([...encoded.chunks()]);
  if (bytes.length !== encoded.size) throw new Error(`${encoded.size} bytes were promised, ${bytes.length} came`);
  return bytes;
}

export const valueOf = (bytes: Uint8Array): unknown => decode(splitEnvelope(bytes), hooks);

export const again = (value: unknown): unknown => valueOf(bytesOf(value));

/** The first line. */
export const headOf = (bytes: Uint8Array): unknown =>
  JSON.parse(Buffer.from(bytes).toString('latin1').split('\n')[0] ?? '');

export const formatOf = (value: unknown): unknown => (headOf(bytesOf(value)) as { format: unknown }).format;

/** An envelope that somebody made up. */
export function madeUp(head: object | string, body: string | Uint8Array = ''): Uint8Array {
  const line = typeof head === 'string' ? head : JSON.stringify({ flowc: 1, ...head });
  return Buffer.concat([
    Buffer.from(`${line.padEnd(Math.ceil((line.length + 1) / 64) * 64 - 1)}\n`),
    Buffer.from(body),
  ]);
}

/** A tagged envelope of these tokens. */
export function madeUpTokens(tokens: readonly unknown[], sections: Uint8Array = Buffer.alloc(0)): Uint8Array {
  const line = `${JSON.stringify(tokens)}\n`;
  const text = line.padEnd(Math.ceil(line.length / 8) * 8);
  const body = Buffer.concat([Buffer.from(sections.length > 0 ? text : line), sections]);
  return madeUp({ format: 'tagged', text: line.length }, body);
}
