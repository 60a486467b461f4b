import { relative, sep } from 'node:path';

/** A file as the project calls it: from its root, `/` between folders. */
export const inRoot = (root: string, path: string): string => relative(root, path).split(sep).join('/');
