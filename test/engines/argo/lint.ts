// Asks the real Argo whether it accepts manifests: one process of argolint for any number of files.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { buildLinter } from './build-linter.ts';

/** A file that was refused. `kind` and `name` are missing where the file could not be read as far as that. */
export interface LintFinding {
  readonly file: string;
  readonly kind?: string;
  readonly name?: string;
  readonly error: string;
}

/**
 * The files that Argo refuses, in the order given; empty when it accepts all. A file holds one object, and the files of
 * one folder see each other's templates. Throws GoMissingError where Go is needed and missing.
 */
export async function lintManifests(paths: readonly string[]): Promise<LintFinding[]> {
  const linter = spawn(await buildLinter(), paths, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [code]] = await Promise.all([text(linter.stdout), text(linter.stderr), once(linter, 'close')]);
  const seen = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Omit<LintFinding, 'error'> & Partial<LintFinding> => JSON.parse(line));
  if (code > 1 || seen.length !== paths.length)
    throw new Error(`argolint exited ${code} after ${seen.length} of ${paths.length} files:\n${errors}`);
  return seen.filter((file): file is LintFinding => file.error !== undefined);
}
