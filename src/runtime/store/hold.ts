import { StoreError, type Store } from './store.ts';

// That a task has one result rests on the store's conditional put, and some servers take the condition and ignore it. So the first write of a run is
// the store's own mark, `flowc.json`, put under that condition: where the mark is there and stays, the store does what it promises, and
// a second put is needed only where the first one made it.

const MARK = 'flowc.json';

const text = new TextEncoder().encode('{"format":1}\n');

/** Says the same in other bytes: what a put finds there after an answer was lost is its own where the bytes are. */
const sameAgain = new TextEncoder().encode('{"format":1}\n\n');

/** Makes sure that the store refuses to replace where it is asked to. Throws StoreError where it does not. */
export async function requireConditionalPuts(store: Store): Promise<void> {
  if (!(await store.putIfAbsent(MARK, text))) return;
  if (!(await store.putIfAbsent(MARK, sameAgain))) return;
  throw new StoreError(
    `The datastore \`${store.root}\` has no conditional put: it ignores \`If-None-Match\`, so two pods could both believe that they won. Use a server that has it, such as AWS S3, MinIO, Ceph, R2 or versitygw, or a newer version of this one.`,
  );
}
