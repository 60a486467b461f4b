// The outermost form of every stored value: a head, which is one line of ASCII JSON padded with spaces so that what follows begins at a multiple of 64
// bytes, and a body. Whoever has a blob can say what it is by looking at its first line, and map its body into memory as it is.

const VERSION = 1;
const ALIGNMENT = 64;

/** A head is never longer: who has read as many bytes and found no line feed reads no envelope. */
const MAX_HEAD = 4096;

const LINE_FEED = 10;
const beginning = Buffer.from(`{"flowc":`);

/** A whole envelope in memory. The body lies alone in its own, exact ArrayBuffer: a value read from it may take it over. */
export interface Envelope {
  readonly head: Uint8Array;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What a head says. What belongs to a format is checked by who reads that format. */
export interface Head {
  readonly format: string;
  readonly [key: string]: unknown;
}

/** The bytes are no envelope, or one that is damaged, made up, or written by another flowc. */
export class MalformedEnvelope extends Error {
  override readonly name = 'MalformedEnvelope';
}

/** The line of a head, padded. */
export function printHead(head: Head): Buffer<ArrayBuffer> {
  const text = JSON.stringify({ flowc: VERSION, ...head });
  return Buffer.from(`${text.padEnd(aligned(text.length + 1, ALIGNMENT) - 1)}\n`, 'latin1');
}

/**
 * Where the body begins, told from the first bytes of a blob; undefined: more of them are needed.
 *
 * @throws MalformedEnvelope
 */
export function bodyOffset(first: Uint8Array): number | undefined {
  const seen = first.subarray(0, beginning.length);
  if (!beginning.subarray(0, seen.length).equals(seen)) {
    throw new MalformedEnvelope(`no envelope: it does not begin with \`${beginning.toString()}\``);
  }
  const end = first.subarray(0, MAX_HEAD).indexOf(LINE_FEED);
  if (end < 0) {
    if (first.length >= MAX_HEAD) throw new MalformedEnvelope(`its first ${MAX_HEAD} bytes hold no line feed`);
    return undefined;
  }
  if ((end + 1) % ALIGNMENT !== 0)
    throw new MalformedEnvelope(`its first line is not a multiple of ${ALIGNMENT} bytes`);
  return end + 1;
}

export function readHead({ head }: Envelope): Head {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1'));
  } catch {
    throw new MalformedEnvelope('its first line is no JSON');
  }
  if (typeof value !== 'object' || value === null) throw new MalformedEnvelope('its first line is no JSON object');
  const { flowc, format, ...rest } = value as { flowc?: unknown; format?: unknown };
  if (flowc !== VERSION) {
    throw new MalformedEnvelope(`it has version ${shown(flowc)}; this flowc reads version ${VERSION}`);
  }
  if (typeof format !== 'string') throw new MalformedEnvelope('its head names no format');
  return { ...rest, format };
}

/** Cuts an envelope out of bytes that hold nothing else. The body is a copy. */
export function splitEnvelope(bytes: Uint8Array): Envelope {
  const offset = bodyOffset(bytes);
  if (offset === undefined) throw new MalformedEnvelope('it ends within its first line');
  return { head: bytes.subarray(0, offset), body: new Uint8Array(bytes.subarray(offset)) };
}

/** The next multiple of `alignment`. */
export const aligned = (size: number, alignment: number): number => Math.ceil(size / alignment) * alignment;

/** A whole number that bytes of unknown origin claim, within bounds. */
export function checkedCount(claim: unknown, what: string, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof claim === 'number' && Number.isSafeInteger(claim) && claim >= 0 && claim <= most) return claim;
  throw new MalformedEnvelope(`${what} is ${shown(claim)}, no whole number from 0 to ${most}`);
}

/** What stands where something else should, short. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value).slice(0, 40);
}
