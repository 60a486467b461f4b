import { createHash } from 'node:crypto';
import type { Plan } from '../plan.ts';
import { CONTRACT_VERSION } from '../protocol.ts';

// A code package: all that a task needs of the user's code, in one object. Its bytes are one line of JSON, so that anything can read it, with
// the keys always in the same order, so that the same code has the same id. docs/code-package.md is this file in prose.

export const PACKAGE_FORMAT = 1;

export interface CodePackage {
  readonly format: typeof PACKAGE_FORMAT;
  readonly plan: Plan;
  /** The flow and all that it imports, an ES module that exports `Flow` and `setTask`. */
  readonly code: string;
  /** The source map of `code`: JSON, without the sources' texts. */
  readonly map: string;
  /** Packages that `code` still imports, by name: the image has them installed. */
  readonly external: readonly string[];
}

/** The bytes are no code package that this flowc can run. */
export class UnreadablePackage extends Error {
  override readonly name = 'UnreadablePackage';
}

/** The package is not where it should be, or is not what its id says. */
export class DamagedPackage extends Error {
  override readonly name = 'DamagedPackage';
}

export function printPackage({ format, plan, code, map, external }: CodePackage): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify({ format, plan, code, map, external })}\n`);
}

/** sha256 of the bytes, in hex. */
export const packageId = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What `printPackage` wrote.
 *
 * @throws UnreadablePackage where the bytes are anything else, or were written for another version of the contract.
 */
export function readPackage(bytes: Uint8Array): CodePackage {
  const read = parse(bytes);
  const version = isObject(read) ? read['format'] : undefined;
  if (!isObject(read) || typeof version !== 'number') {
    throw new UnreadablePackage('this is no code package: flowc writes one JSON object with a `format`');
  }
  if (version !== PACKAGE_FORMAT) throw otherVersion(`format ${version}`, `format ${PACKAGE_FORMAT}`);
  const { plan, code, map, external } = read;
  if (!isPlan(plan) || typeof code !== 'string' || typeof map !== 'string' || !isTexts(external)) {
    throw new UnreadablePackage('this code package lacks its plan, its code, its source map or its list of externals');
  }
  if (plan.contract !== CONTRACT_VERSION) {
    throw otherVersion(`version ${plan.contract} of the contract`, `version ${CONTRACT_VERSION}`);
  }
  return { format: PACKAGE_FORMAT, plan, code, map, external };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new UnreadablePackage('this is no code package: its bytes are no JSON');
  }
}

const otherVersion = (found: string, own: string): UnreadablePackage =>
  new UnreadablePackage(
    `the code package was written by another flowc: it has ${found}, and the flowc that runs here knows ${own}. ` +
      'Compile the flow and build the image with the same version of flowc.',
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Whether it is a plan at all: what stands in it was checked by who wrote it, and the hash says that nothing has changed since. */
const isPlan = (value: unknown): value is Plan =>
  isObject(value) &&
  typeof value['contract'] === 'number' &&
  typeof value['flow'] === 'string' &&
  typeof value['graph'] === 'string' &&
  isObject(value['steps']);
