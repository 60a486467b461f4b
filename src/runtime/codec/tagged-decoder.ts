import { binaryTypeNamed } from './binary.ts';
import { checkedCount, MalformedEnvelope, shown, type Head } from './envelope.ts';
import type { FileHooks } from './files.ts';
import { SectionReader } from './section-reader.ts';
import { TokenReader } from './tokens.ts';

// Reads what tagged-encoder.ts wrote, or what somebody made up. Nothing is allocated because a number says so, only because bytes are there; nothing is
// called or set but own properties of new objects.

const MAX_ARRAY = 2 ** 32 - 1;
/** V8's longest is 2^30 bits. */
const MAX_HEX_DIGITS = 2 ** 28;
const MAX_NAME = 4096;
const FAR = 2 ** 28;

/** @throws MalformedEnvelope */
export function untag(head: Head, body: Uint8Array<ArrayBuffer>, files: Pick<FileHooks, 'handleOf'>): unknown {
  const text = checkedCount(head['text'], '`text`', body.length);
  const tokens = new TokenReader(body.subarray(0, text));
  try {
    return new Untagger(tokens, new SectionReader(tokens, body, text), files).read();
  } catch (error) {
    // A Map of more entries than V8 holds.
    if (error instanceof RangeError) throw new MalformedEnvelope(`it holds too much: ${error.message}`);
    throw error;
  }
}

class Untagger {
  readonly #tokens: TokenReader;
  readonly #sections: SectionReader;
  readonly #files: Pick<FileHooks, 'handleOf'>;
  readonly #binaries: object[] = [];
  readonly #nodes: object[] = [];
  /** Of each node its kind and how many things it holds. */
  readonly #kinds: string[] = [];
  readonly #counts: number[] = [];

  constructor(tokens: TokenReader, sections: SectionReader, files: Pick<FileHooks, 'handleOf'>) {
    this.#tokens = tokens;
    this.#sections = sections;
    this.#files = files;
  }

  read(): unknown {
    const binaries = this.#tokens.count('the number of binary values');
    for (let index = 0; index < binaries; index += 1) this.#binaries.push(this.#binary());
    const nodes = this.#tokens.count('the number of nodes');
    for (let id = 0; id < nodes; id += 1) this.#nodes.push(this.#make());
    const root = this.#cell();
    for (let id = 0; id < nodes; id += 1) this.#fill(id);
    this.#tokens.end();
    return root;
  }

  #binary(): object {
    const name = this.#tokens.next();
    const type = binaryTypeNamed(name);
    if (type === undefined) throw new MalformedEnvelope(`it has a binary value of the unknown type ${shown(name)}`);
    const buffer = this.#sections.buffer(this.#tokens.count('the section of a binary value'));
    const offset = this.#tokens.count('the offset of a binary value', buffer.byteLength);
    const length = this.#tokens.count('the length of a binary value', (buffer.byteLength - offset) / type.width);
    const whole = offset === 0 && length === buffer.byteLength;
    if (offset % type.width !== 0 || (type.name === 'ArrayBuffer' && !whole)) {
      throw new MalformedEnvelope(`it has a ${type.name} at an impossible place, ${offset}`);
    }
    return type.over(buffer, offset, length);
  }

  /** A node, empty where it holds others. */
  #make(): object {
    const kind = this.#tokens.next();
    if (typeof kind !== 'string') throw new MalformedEnvelope(`it has a node of the kind ${shown(kind)}`);
    this.#kinds.push(kind);
    switch (kind) {
      case 'object':
        return this.#holding({});
      case 'bare':
        return this.#holding(Object.create(null) as object);
      case 'array':
        return this.#holding([]);
      case 'sparse':
        return this.#sparse();
      case 'map':
        return this.#holding(new Map());
      case 'set':
        return this.#holding(new Set());
      default:
        this.#counts.push(0);
        return this.#leaf(kind);
    }
  }

  #holding<Node extends object>(node: Node): Node {
    this.#counts.push(this.#tokens.count('the size of a node', MAX_ARRAY));
    return node;
  }

  #sparse(): object {
    const length = this.#tokens.count('the length of an array', MAX_ARRAY);
    const list = this.#holding<unknown[]>([]);
    if (length > 8 * (this.#counts.at(-1) ?? 0)) {
      // An array that has had an element far away takes memory by its elements, not by its length.
      list[FAR] = null;
      Reflect.deleteProperty(list, FAR);
    }
    list.length = length;
    return list;
  }

  #leaf(kind: string): object {
    switch (kind) {
      case 'date':
        return this.#date();
      case 'binary': {
        const binary = this.#binaries[this.#tokens.count('the number of a binary value')];
        if (binary === undefined) throw new MalformedEnvelope('a node names a binary value that is not there');
        return binary;
      }
      case 'file':
        return this.#file();
      default:
        throw new MalformedEnvelope(`it has a node of the unknown kind ${shown(kind)}`);
    }
  }

  #date(): Date {
    const time = this.#tokens.next();
    if (time !== null && typeof time !== 'number') throw new MalformedEnvelope(`a date is ${shown(time)}`);
    return new Date(time ?? Number.NaN);
  }

  #file(): object {
    const sha256 = this.#tokens.next();
    const size = this.#tokens.count('the size of a file');
    const name = this.#tokens.next();
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
      throw new MalformedEnvelope(`the sha256 of a file is ${shown(sha256)}`);
    }
    // It becomes the name of a file: it must not lead elsewhere.
    if (typeof name !== 'string' || name.length > MAX_NAME || /[/\0]|^\.{0,2}$/.test(name)) {
      throw new MalformedEnvelope(`the name of a file is ${shown(name)}`);
    }
    return this.#files.handleOf({ sha256, size, name });
  }

  #fill(id: number): void {
    const node = this.#nodes[id];
    const count = this.#counts[id] ?? 0;
    switch (this.#kinds[id]) {
      case 'object':
      case 'bare':
        for (let index = 0; index < count; index += 1) setOwn(node as object, this.#key(), this.#cell());
        return;
      case 'array':
        for (let index = 0; index < count; index += 1) (node as unknown[]).push(this.#cell());
        return;
      case 'sparse':
        return this.#fillSparse(node as unknown[], count);
      case 'map':
        for (let index = 0; index < count; index += 1) (node as Map<unknown, unknown>).set(this.#cell(), this.#cell());
        return this.#mustHold((node as Map<unknown, unknown>).size, count);
      case 'set':
        for (let index = 0; index < count; index += 1) (node as Set<unknown>).add(this.#cell());
        return this.#mustHold((node as Set<unknown>).size, count);
      default:
        return;
    }
  }

  #fillSparse(list: unknown[], count: number): void {
    let least = 0;
    for (let index = 0; index < count; index += 1) {
      const at = this.#tokens.count('an index', list.length - 1);
      if (at < least) throw new MalformedEnvelope(`the index ${at} stands after the index ${least - 1}`);
      list[at] = this.#cell();
      least = at + 1;
    }
  }

  #mustHold(size: number, count: number): void {
    if (size !== count) throw new MalformedEnvelope('a map or set holds something twice');
  }

  #key(): string {
    const key = this.#cell();
    if (typeof key !== 'string') throw new MalformedEnvelope(`a key is ${shown(key)}`);
    return key;
  }

  #cell(): unknown {
    const token = this.#tokens.next();
    if (typeof token !== 'object' || token === null) return token;
    if (!Array.isArray(token)) throw new MalformedEnvelope('it has a JSON object where a value should be');
    const [tag, operand] = token as readonly unknown[];
    if (typeof tag === 'number') {
      const node = this.#nodes[tag];
      if (node === undefined) throw new MalformedEnvelope(`it mentions node ${tag}, which is not there`);
      return node;
    }
    return this.#special(tag, operand);
  }

  #special(tag: unknown, operand: unknown): unknown {
    switch (tag) {
      case 'undefined':
        return undefined;
      case '-0':
        return -0;
      case 'NaN':
      case 'Infinity':
      case '-Infinity':
        return Number(tag);
      case 'bigint':
        return bigintOf(operand);
      case 'latin1':
      case 'utf16le':
        return this.#sections.string(checkedCount(operand, 'the section of a string'), tag);
      default:
        throw new MalformedEnvelope(`it has a value of the unknown kind ${shown(tag)}`);
    }
  }
}

/** As a literal would: whatever stands on the prototype, a setter, `__proto__`, something frozen, does not matter. */
function setOwn(node: object, key: string, value: unknown): void {
  if (key in node) Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true });
  else (node as Record<string, unknown>)[key] = value;
}

function bigintOf(hex: unknown): bigint {
  if (typeof hex !== 'string') throw new MalformedEnvelope(`a bigint is ${shown(hex)}`);
  const negative = hex.startsWith('-');
  const digits = negative ? hex.slice(1) : hex;
  if (digits === '' || digits.length > MAX_HEX_DIGITS || /[^0-9a-f]/.test(digits)) {
    throw new MalformedEnvelope(`a bigint is ${shown(hex)}`);
  }
  const value = BigInt(`0x${digits}`);
  return negative ? -value : value;
}
