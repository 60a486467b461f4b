import { StoreError } from './store.ts';

// What is wrong with one blob, for whoever wants to know which.

export interface BlobPlace {
  readonly sha256: string;
  readonly key: string;
  readonly root: string;
}

/** The bytes under an address are not the bytes that were put there. They are never used. */
export class DamagedBlob extends StoreError implements BlobPlace {
  override readonly name = 'DamagedBlob';
  readonly sha256: string;
  readonly key: string;
  readonly root: string;

  constructor({ sha256, key, root }: BlobPlace, reason = 'its bytes do not have this sha256', cause?: unknown) {
    super(
      `The blob \`${key}\` of the datastore \`${root}\` is damaged: ${reason}. Nothing of it was used. Delete it and run again what wrote it, or bring back its bytes from a backup.`,
      { cause },
    );
    this.sha256 = sha256;
    this.key = key;
    this.root = root;
  }
}

/** Nothing lies under the address. */
export class MissingBlob extends StoreError implements BlobPlace {
  override readonly name = 'MissingBlob';
  readonly sha256: string;
  readonly key: string;
  readonly root: string;

  constructor({ sha256, key, root }: BlobPlace) {
    super(
      `The blob \`${key}\` is not in the datastore \`${root}\`: it was deleted, or this is another datastore than the one that it was written to. Run again what wrote it.`,
    );
    this.sha256 = sha256;
    this.key = key;
    this.root = root;
  }
}
