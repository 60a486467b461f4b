import { checkedCount, MalformedEnvelope } from './envelope.ts';

// The text of the tagged form is one long list of JSON values, the tokens. It is cut into lines, each a JSON array of some of them, so that neither side
// ever holds a string near the longest that V8 can have, and both work at the speed of JSON.stringify and JSON.parse.

const LINE_LENGTH = 2 ** 18;

export class TokenWriter {
  readonly #lines: Uint8Array[] = [];
  #line = '';

  /** Adds tokens that are JSON already, with commas between them. */
  add(json: string): void {
    this.#line += this.#line === '' ? `[${json}` : `,${json}`;
    if (this.#line.length >= LINE_LENGTH) this.#flush();
  }

  lines(): readonly Uint8Array[] {
    if (this.#line !== '') this.#flush();
    return this.#lines;
  }

  #flush(): void {
    this.#lines.push(Buffer.from(`${this.#line}]\n`));
    this.#line = '';
  }
}

const LINE_FEED = 10;

export class TokenReader {
  readonly #text: Buffer;
  #tokens: readonly unknown[] = [];
  #next = 0;
  #at = 0;

  constructor(text: Uint8Array) {
    this.#text = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  }

  next(): unknown {
    while (this.#next === this.#tokens.length) this.#readLine();
    const token = this.#tokens[this.#next];
    this.#next += 1;
    return token;
  }

  count(what: string, most?: number): number {
    return checkedCount(this.next(), what, most);
  }

  /** @throws MalformedEnvelope where tokens are left over. */
  end(): void {
    if (this.#next < this.#tokens.length || this.#at < this.#text.length) {
      throw new MalformedEnvelope(`its text goes on after its end, before byte ${this.#at}`);
    }
  }

  #readLine(): void {
    if (this.#at === this.#text.length) throw new MalformedEnvelope('its text ends early');
    const found = this.#text.indexOf(LINE_FEED, this.#at);
    const end = found < 0 ? this.#text.length : found;
    this.#tokens = parseLine(this.#text, this.#at, end);
    this.#next = 0;
    this.#at = Math.min(end + 1, this.#text.length);
  }
}

function parseLine(text: Buffer, start: number, end: number): readonly unknown[] {
  let tokens: unknown;
  try {
    tokens = JSON.parse(text.toString('utf8', start, end));
  } catch {
    throw new MalformedEnvelope(`the line of text from byte ${start} to ${end} is no JSON`);
  }
  if (!Array.isArray(tokens)) throw new MalformedEnvelope(`the line of text at byte ${start} is no list`);
  return tokens as readonly unknown[];
}
