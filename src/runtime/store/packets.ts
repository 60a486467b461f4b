// How a worker and its supervisor speak of a datastore: packets of JSON with bytes behind it, on a socket that lies between the two.

/** What a worker asks of its supervisor's store. Ranges are finite, and their bytes fit into memory. */
export type StoreRequest =
  | { readonly call: 'get'; readonly key: string; readonly start: number; readonly end: number }
  | { readonly call: 'head' | 'touch'; readonly key: string }
  /** The bytes are the packet's. */
  | { readonly call: 'put' | 'putIfAbsent'; readonly key: string };

/** By the number of its request. */
export type StoreReply =
  /** What is missing is not there; of `get` the bytes are the packet's. */
  | { readonly missing?: true; readonly size?: number; readonly modified?: number; readonly done?: boolean }
  /** What a StoreError says. */
  | { readonly error: string };

/** How much one packet carries: what takes more is worth a connection of one's own. */
export const MOST_BYTES = 8 * 1024 * 1024;

export interface Packet<Head> {
  readonly head: Head & { readonly id: number };
  /** Alone in their ArrayBuffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Two lengths, of the JSON and of the bytes. */
const LENGTHS = 8;

/** A packet's pieces, to be written one after another. */
export function packet<Head extends object>(head: Head & { readonly id: number }, bytes?: Uint8Array): Uint8Array[] {
  const json = Buffer.from(JSON.stringify(head));
  const beginning = Buffer.allocUnsafe(LENGTHS + json.length);
  beginning.writeUInt32LE(json.length, 0);
  beginning.writeUInt32LE(bytes?.length ?? 0, 4);
  beginning.set(json, LENGTHS);
  return bytes === undefined || bytes.length === 0 ? [beginning] : [beginning, bytes];
}

/** Puts packets together from whatever arrives: parts of one, or more than one. */
export class PacketReader<Head> {
  #part: 'lengths' | 'json' | 'bytes' = 'lengths';
  #target = new Uint8Array(LENGTHS);
  #filled = 0;
  #bytesLength = 0;
  #head: Packet<Head>['head'] | undefined;

  /** The packets that are whole with this. `chunk` is copied. */
  *take(chunk: Uint8Array): Generator<Packet<Head>> {
    for (let at = 0; ;) {
      const piece = chunk.subarray(at, at + this.#target.length - this.#filled);
      this.#target.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
      if (this.#filled < this.#target.length) return;
      const whole = this.#next(this.#target);
      if (whole !== undefined) yield whole;
    }
  }

  #next(full: Uint8Array<ArrayBuffer>): Packet<Head> | undefined {
    switch (this.#part) {
      case 'lengths': {
        const lengths = Buffer.from(full.buffer);
        this.#bytesLength = lengths.readUInt32LE(4);
        this.#wait('json', lengths.readUInt32LE(0));
        return undefined;
      }
      case 'json':
        this.#head = JSON.parse(Buffer.from(full.buffer).toString()) as Packet<Head>['head'];
        this.#wait('bytes', this.#bytesLength);
        return undefined;
      default: {
        const head = this.#head;
        this.#wait('lengths', LENGTHS);
        return head && { head, bytes: full };
      }
    }
  }

  #wait(part: 'lengths' | 'json' | 'bytes', length: number): void {
    this.#part = part;
    this.#target = new Uint8Array(length);
    this.#filled = 0;
  }
}
