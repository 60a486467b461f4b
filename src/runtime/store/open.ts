import { FolderStore } from './folder.ts';
import { LinkedStore } from './linked-store.ts';
import { StoreError, type Store, type SyncStore } from './store.ts';

// From what the user wrote to a store.

/**
 * A folder, absolute or relative, or `s3://bucket/prefix`. Nothing is asked or written yet. Throws StoreError where the root is neither.
 * The AWS SDK is loaded for S3 alone: that takes as long as starting Node.
 */
export async function openStore(root: string, env: NodeJS.ProcessEnv): Promise<Store> {
  return isS3(root) ? (await import('./s3.ts')).openS3(root, env) : openFolder(root);
}

/** The same in a worker, whose supervisor serves what takes long to open. */
export const openLinked = (root: string, env: NodeJS.ProcessEnv): SyncStore =>
  isS3(root) ? new LinkedStore(root, () => openStore(root, env)) : openFolder(root);

const schemeOf = (root: string): string | undefined => /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(root)?.[1]?.toLowerCase();

const isS3 = (root: string): boolean => schemeOf(root) === 's3';

function openFolder(root: string): FolderStore {
  const scheme = schemeOf(root);
  if (scheme !== undefined) {
    throw new StoreError(
      `The datastore \`${root}\` is not supported: \`${scheme}://\` is none of flowc's yet. Use a folder or \`s3://bucket/prefix\`.`,
    );
  }
  if (root.trim() === '') throw new StoreError('The datastore has no name. Use a folder or `s3://bucket/prefix`.');
  return new FolderStore(root);
}
