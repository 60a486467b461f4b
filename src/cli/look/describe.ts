import { inspect } from 'node:util';
import { StoredFile, type Artifact } from '../../client/artifact.ts';
import { MalformedEnvelope } from '../../runtime/codec/envelope.ts';
import { StoreError } from '../../runtime/store/store.ts';
import { grouped } from '../run/words.ts';
import { bytes } from './words.ts';

/** What is read whole to be described; of what is larger the beginning has to do. */
const SMALL = 64 * 1024;

const LONGEST = 200;

export interface Description {
  /** `number`, `Array(3)`, `Float64Array(100)`, `file`. */
  readonly kind: string;
  /** On one line, and not all of it where it is long. */
  readonly value: string;
}

export async function describe(artifact: Artifact): Promise<Description> {
  try {
    return await (artifact.ref.size <= SMALL ? small(artifact) : large(artifact));
  } catch (error) {
    // One that cannot be read does not hide the others.
    if (error instanceof StoreError || error instanceof MalformedEnvelope)
      return { kind: 'damaged', value: error.message };
    throw error;
  }
}

async function small(artifact: Artifact): Promise<Description> {
  const value = await artifact.value();
  if (value instanceof StoredFile) return { kind: 'file', value: `${value.name}, ${bytes(value.size)}` };
  const text = inspect(value, {
    depth: 2,
    breakLength: Infinity,
    compact: true,
    maxArrayLength: 10,
    maxStringLength: LONGEST,
  });
  return { kind: kindOf(value), value: cut(text.replaceAll('\n', ' ')) };
}

async function large(artifact: Artifact): Promise<Description> {
  const { head, beginning } = await artifact.head();
  if (head.format === 'raw') return { kind: `${String(head['type'])}(${grouped(Number(head['length']))})`, value: '' };
  if (head.format !== 'json') return { kind: 'object', value: '' };
  const text = Buffer.from(beginning.subarray(0, 4 * LONGEST)).toString();
  const kinds: Readonly<Record<string, string>> = { '[': 'Array', '{': 'object', '"': 'string' };
  return { kind: kinds[text.charAt(0)] ?? 'number', value: `${text.slice(0, LONGEST)}…` };
}

/** What people call the type of a value, with how much there is of it. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  if (Array.isArray(value)) return `Array(${value.length})`;
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name}(${value.size})`;
  const type = Object.getPrototypeOf(value) === null ? 'Object' : value.constructor.name;
  if (ArrayBuffer.isView(value) && 'length' in value) return `${type}(${String(value.length)})`;
  return type === 'Object' ? 'object' : type;
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
