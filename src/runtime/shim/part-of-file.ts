import { read } from 'node:fs';
import { promisify } from 'node:util';
import { PIECE, ranges } from '../store/chunks.ts';
import type { ByteRange, ByteSource } from '../store/store.ts';

const readInto = promisify(read);

/** A part of an open file as bytes to store. Its file descriptor stays open, whatever happens to the file's name. */
export function partOfFile(fd: number, { start, end }: ByteRange): ByteSource {
  const readPart = async (range: ByteRange): Promise<Uint8Array> => {
    const bytes = new Uint8Array(range.end - range.start);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await readInto(fd, bytes, at, bytes.length - at, start + range.start + at);
      if (bytesRead === 0) throw new Error('a file became shorter while it was stored');
      at += bytesRead;
    }
    return bytes;
  };
  return {
    size: end - start,
    async *chunks() {
      for (const range of ranges(0, end - start, PIECE)) yield await readPart(range);
    },
    read: readPart,
  };
}
