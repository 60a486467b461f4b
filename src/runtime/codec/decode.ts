import { binaryTypeNamed } from './binary.ts';
import { checkedCount, MalformedEnvelope, readHead, shown, type Envelope, type Head } from './envelope.ts';
import type { FileHooks } from './files.ts';
import { untag } from './tagged-decoder.ts';

/**
 * The value of an envelope, which may come from anywhere: no code is run, no prototype touched, and no more memory taken than there are bytes. A `raw` value
 * takes the envelope's body over, without a copy.
 *
 * @throws MalformedEnvelope
 */
export function decode(envelope: Envelope, files: Pick<FileHooks, 'handleOf'>): unknown {
  const head = readHead(envelope);
  const body = alone(envelope.body);
  switch (head.format) {
    case 'json':
      return parseJson(body);
    case 'raw':
      return readRaw(head, body);
    case 'tagged':
      return untag(head, body, files);
    case 'elements':
      throw new MalformedEnvelope('it holds the elements of a foreach, no single value');
    default:
      throw new MalformedEnvelope(`it has the unknown format ${shown(head.format)}`);
  }
}

const alone = (body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  body.byteLength === body.buffer.byteLength ? body : new Uint8Array(body);

function parseJson(body: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(Buffer.from(body.buffer).toString()) as unknown;
  } catch {
    throw new MalformedEnvelope('its body is no JSON');
  }
}

function readRaw(head: Head, { buffer }: Uint8Array<ArrayBuffer>): unknown {
  const type = binaryTypeNamed(head['type']);
  if (type === undefined) throw new MalformedEnvelope('its `type` is none that flowc knows');
  const length = checkedCount(head['length'], '`length`');
  if (length * type.width !== buffer.byteLength) {
    throw new MalformedEnvelope(`${length} elements of ${type.name} are not ${buffer.byteLength} bytes`);
  }
  return type.over(buffer, 0, length);
}
