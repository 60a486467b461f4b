import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import { CannotRun } from './cannot-run.ts';
import { inProject, rootOf } from './project.ts';

// What the user names on the command line, as files: `flow.ts`, `flow.ts#Train`, `flows/*.ts`.

/** A file to compile. */
export interface Source {
  readonly root: string;
  /** From `root`, `/` between folders. */
  readonly file: string;
  /** Only this flow of it. */
  readonly flow?: string;
  /** Found by a pattern: a file without a flow is then no fault. */
  readonly matched: boolean;
}

/** The files named by `words`, each once, in the order named; a pattern's in the order of the alphabet. */
export function findSources(words: readonly string[], cwd: string): readonly Source[] {
  const found = new Map<string, Source>();
  for (const word of words) {
    const { path, flow } = splitFlow(word, cwd);
    const matched = !existsSync(resolve(cwd, path)) && /[*?[\]{}]/.test(path);
    const files = matched ? matches(path, cwd) : [existing(path, cwd)];
    for (const file of files) {
      const root = rootOf(file);
      const source = { root, file: inProject(root, file), matched, ...(flow === undefined ? {} : { flow }) };
      found.set([file, flow].join('#'), source);
    }
  }
  return [...found.values()];
}

/** Whether a word means a file, with or without one of its flows, where it may mean something else: a run, a workflow. */
export const isFileName = (word: string, cwd: string): boolean =>
  /\.[cm]?[jt]sx?(#|$)/.test(word) || statSync(resolve(cwd, word), { throwIfNoEntry: false })?.isFile() === true;

/** `flow.ts#Train`; a `#` may also be part of a file's name. */
function splitFlow(word: string, cwd: string): { readonly path: string; readonly flow?: string } {
  const parts = /^(.+)#([\p{ID_Start}$_][\p{ID_Continue}$]*)$/u.exec(word);
  if (parts?.[1] === undefined || parts[2] === undefined || existsSync(resolve(cwd, word))) return { path: word };
  return { path: parts[1], flow: parts[2] };
}

function matches(pattern: string, cwd: string): readonly string[] {
  const isPackage = (path: string): boolean => basename(path) === 'node_modules';
  const files = globSync(pattern, { cwd, exclude: isPackage }).map((path) => resolve(cwd, path));
  const sources = files.filter(
    (file) => /\.([cm]?[jt]s|[jt]sx)$/.test(file) && !/\.d\.[cm]?ts$/.test(file) && isFile(file),
  );
  if (sources.length === 0) {
    throw new CannotRun(
      `no source file matches \`${pattern}\``,
      'In quotes flowc matches a pattern itself: `flowc compile "flows/**/*.ts"`.',
    );
  }
  return sources.toSorted();
}

function existing(path: string, cwd: string): string {
  const file = resolve(cwd, path);
  if (!existsSync(file)) throw new CannotRun(`there is no file \`${path}\`${guess(file)}`);
  if (isFile(file)) return file;
  throw new CannotRun(
    `\`${path}\` is a folder`,
    `Name files, or a pattern in quotes: \`"${path.replace(/\/$/, '')}/*.ts"\`.`,
  );
}

const isFile = (path: string): boolean => statSync(path).isFile();

function guess(file: string): string {
  const folder = dirname(file);
  return existsSync(folder) ? didYouMean(basename(file), readdirSync(folder)) : '; its folder does not exist either';
}
