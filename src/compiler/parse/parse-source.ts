import { parseSync, type OxcError, type ParserOptions, type Program } from 'oxc-parser';
import type { Diagnostics } from '../diagnostics/sink.ts';
import { deepest, tooDeepAt } from './nesting.ts';
import type { SourceFile } from './source.ts';

// Text to syntax, by oxc-parser. The tree is always that of TypeScript, also for a JavaScript file, so that nobody after this asks which it was;
// parentheses leave no node, as they mean nothing after parsing. oxc's semantic pass is asked for: a name declared twice or a `#private` that
// no class has would otherwise first fail in a pod.

const languages: Readonly<Record<string, NonNullable<ParserOptions['lang']>>> = {
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  tsx: 'tsx',
  js: 'jsx',
  mjs: 'jsx',
  cjs: 'jsx',
  jsx: 'jsx',
};

/** Parses one file. Reports every syntax error; the program then holds what could be read all the same, often nothing. */
export function parseSource(path: string, text: string, sink: Diagnostics): SourceFile {
  const { program, errors } = parse(path, text);
  for (const error of errors) reportError(path, text, error, sink);
  return { path, text, program };
}

type ParseError = Pick<OxcError, 'message' | 'labels'>;

/** The tree and the errors of a text, for who reports errors otherwise. */
export function parse(
  path: string,
  text: string,
): { readonly program: Program; readonly errors: readonly ParseError[] } {
  const deep = tooDeepAt(text);
  const { program, errors } = parseSync(path, deep === undefined ? text : '', {
    lang: languages[path.slice(path.lastIndexOf('.') + 1)] ?? 'ts',
    sourceType: 'module',
    astType: 'ts',
    preserveParens: false,
    showSemanticErrors: true,
  });
  if (deep === undefined) return { program, errors };
  const message = `brackets nest more than ${deepest} deep`;
  return { program, errors: [{ message, labels: [{ message: null, start: deep, end: deep + 1 }] }] };
}

function reportError(path: string, text: string, { message, labels }: ParseError, sink: Diagnostics): void {
  const spans = labels.map(({ start, end }) => {
    // A label at the end of a text may be empty or lie beyond it.
    const from = Math.min(start, text.length);
    return { file: path, start: from, end: Math.min(Math.max(end, from), text.length) };
  });
  const [first = { file: path, start: 0, end: 0 }, ...more] = spans;
  const [, twice] = /^Identifier `(.+)` has already been declared$/s.exec(message) ?? [];
  const [again] = more;
  if (twice !== undefined && again) {
    sink.report('duplicate-name', again, [twice.replaceAll('"', '')], [{ message: 'the first one', span: first }]);
    return;
  }
  const related = more.map((span, index) => ({ message: labels[index + 1]?.message ?? 'see here', span }));
  sink.report('syntax-error', first, [message.replace(/\.$/, '')], related);
}
