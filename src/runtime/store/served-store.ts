import type { Duplex } from 'node:stream';
import { packet, PacketReader, type Packet, type StoreReply, type StoreRequest } from './packets.ts';
import type { Store } from './store.ts';

// The supervisor's end: its store answers what its workers ask. linked-store.ts is theirs.

/** Answers what comes in on `socket`, as soon as the store is open, several at once. */
export function serveStore(socket: Duplex, store: Promise<Store>): void {
  const reader = new PacketReader<StoreRequest>();
  const answer = async ({ head, bytes }: Packet<StoreRequest>): Promise<void> => {
    const { reply, found } = await store
      .then((opened) => replyTo(opened, head, bytes))
      .catch((error: unknown): Answer => ({
        reply: { error: error instanceof Error ? error.message : String(error) },
      }));
    for (const piece of packet<StoreReply>({ id: head.id, ...reply }, found)) socket.write(piece);
  };
  // A worker that is killed leaves a broken pipe, and wants nothing any more.
  socket.on('error', () => {});
  socket.on('data', (chunk: Uint8Array) => {
    for (const request of reader.take(chunk)) void answer(request);
  });
}

interface Answer {
  readonly reply: StoreReply;
  readonly found?: Uint8Array;
}

async function replyTo(store: Store, request: StoreRequest, bytes: Uint8Array): Promise<Answer> {
  switch (request.call) {
    case 'get': {
      const found = await store.get(request.key, { start: request.start, end: request.end });
      return found === undefined ? { reply: { missing: true } } : { reply: {}, found };
    }
    case 'head': {
      const found = await store.head(request.key);
      return {
        reply: found === undefined ? { missing: true } : { size: found.size, modified: found.modified.getTime() },
      };
    }
    case 'touch':
      return { reply: { done: await store.touch(request.key) } };
    case 'putIfAbsent':
      return { reply: { done: await store.putIfAbsent(request.key, bytes) } };
    default:
      await store.put(request.key, bytes);
      return { reply: {} };
  }
}
