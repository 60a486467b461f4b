import type { Program } from 'oxc-parser';
import type { AnyFunction } from '../syntax.ts';
import type { Walk } from './walk.ts';

// Calls after which nothing runs, as TypeScript sees them: of what is declared to return `never`, here or as a method, and of what ends the process. A
// function of another file is not asked for: that would open every file of the user's that a step calls into.

const ends: ReadonlySet<string | undefined> = new Set(['process.exit', 'process.abort']);

const knownOf = new WeakMap<Program, ReadonlySet<string>>();

/** `name`: of a function at the top of the file, or of a member of a global. */
export function neverReturns(walk: Walk, name: string | undefined): boolean {
  if (name === undefined) return false;
  const { program } = walk.subject.source;
  let known = knownOf.get(program);
  if (!known) knownOf.set(program, (known = new Set(neverFunctions(program))));
  return ends.has(name) || known.has(name);
}

function* neverFunctions(program: Program): Generator<string> {
  for (const statement of program.body) {
    const node = 'declaration' in statement ? statement.declaration : statement;
    if (node?.type === 'FunctionDeclaration' && node.id && isNever(node)) yield node.id.name;
  }
}

export function isNever({ returnType }: AnyFunction): boolean {
  return returnType?.typeAnnotation.type === 'TSNeverKeyword';
}
