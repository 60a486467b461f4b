// SHA-256 (FIPS 180-4) of a text, in plain arithmetic: the compiler runs without Node's own modules, and a plan is hashed once.

/** The hash of the text's UTF-8, in hex. */
export function sha256(text: string): string {
  const state = Uint32Array.from(INITIAL);
  const words = paddedWords(new TextEncoder().encode(text));
  const schedule = new Uint32Array(64);
  for (let at = 0; at < words.length; at += 16) {
    schedule.set(words.subarray(at, at + 16));
    compress(state, schedule);
  }
  return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** Big-endian words: the bytes, a one bit, zeros, and the length in bits as the last two words of a block of sixteen. */
function paddedWords(bytes: Uint8Array): Uint32Array {
  const blocks = Math.ceil((bytes.length + 9) / 64);
  const padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  return Uint32Array.from({ length: blocks * 16 }, (_, at) => view.getUint32(at * 4));
}

/** `words`: a block's sixteen words, and room for the rest of its schedule. */
function compress(state: Uint32Array, words: Uint32Array): void {
  for (let at = 16; at < 64; at++) {
    const [early, late] = [word(words, at - 15), word(words, at - 2)];
    const first = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const second = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words[at] = word(words, at - 16) + first + word(words, at - 7) + second;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at++) {
    const upper = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const lower = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const one = (h + upper + ((e & f) ^ (~e & g)) + word(CONSTANTS, at) + word(words, at)) | 0;
    const two = (lower + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = word(state, at) + value;
}

const word = (words: Uint32Array, at: number): number => words[at] ?? 0;

const rotated = (value: number, by: number): number => (value >>> by) | (value << (32 - by));

const primes = Array.from({ length: 312 }, (_, at) => at).filter(
  (number) =>
    number > 1 && !Array.from({ length: 16 }, (_, at) => at + 2).some((by) => by < number && number % by === 0),
);

/** The first 32 bits of the fraction. */
const fraction = (value: number): number => Math.floor((value % 1) * 2 ** 32);

const INITIAL = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));

const CONSTANTS = Uint32Array.from(primes.slice(0, 64), (prime) => fraction(Math.cbrt(prime)));
