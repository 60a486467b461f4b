import { StoreError } from './store.ts';

// What a file system refuses, said so that one knows what to do.

const WAYS_OUT: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Free some space (`flowc gc` shows what no run holds), or choose another datastore',
  EDQUOT:
    'The quota of this disk is used up. Free some space (`flowc gc` shows what no run holds), or choose another datastore',
  EROFS: 'The file system is read-only. Mount it writable, or choose another datastore',
  EACCES: 'The permissions of the folder do not allow it. Change them, or choose another datastore',
  EPERM: 'The permissions of the folder do not allow it. Change them, or choose another datastore',
  EMFILE: 'Too many files are open in this process. Raise the limit (`ulimit -n 65536`), or run fewer tasks at once',
  ENFILE: 'Too many files are open on this machine. Raise its limit (`fs.file-max`), or run fewer tasks at once',
  ENOTDIR: 'A part of the path is a file and no folder. Move it away, or choose another datastore',
  ENAMETOOLONG:
    'The file system allows no name of this length. Choose a shorter run id, or a datastore with a shorter path',
  EIO: 'The disk answers with errors. Look at the log of the machine',
  ESTALE: 'The network file system has lost the folder. Mount it again',
};

/** The code of a system error: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Codes by which a file system says that an object is not there. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '');

/** Any error but a system one is no fault of the store and comes back as it is. */
export function folderError(root: string, operation: string, key: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined || error instanceof StoreError || !(error instanceof Error) || !('syscall' in error))
    return error;
  const way = WAYS_OUT[code] ?? error.message;
  return new StoreError(`The datastore \`${root}\` cannot ${operation} \`${key}\`: ${code}. ${way}.`, { cause: error });
}
