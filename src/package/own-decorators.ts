import type { Decorator, Program, Statement } from 'oxc-parser';

// Decorators of flowc say something to the compiler and do nothing when run. Node has no decorators yet, so each that stays costs a helper and a call: they are
// taken out of the text before it is bundled, by spaces in their place, so that no line or column moves. Only where it is certain what a
// decorator is: on the classes at a module's top level, by the names that the module imports. Any other stays, and works.

/** The text without flowc's decorators. `program` is the text's. */
export function withoutOwnDecorators(text: string, program: Program): string {
  const names = importedFromFlowc(program);
  if (names.size === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, separates } of program.body.flatMap((statement) => ownDecorators(statement, names))) {
    const blank = text.slice(start, end).replaceAll(/[^\r\n\u2028\u2029]/g, ' ');
    parts.push(text.slice(at, start), separates ? `;${blank.slice(1)}` : blank);
    at = end;
  }
  return parts.join('') + text.slice(at);
}

function importedFromFlowc(program: Program): Set<string> {
  const imports = program.body.filter((statement) => statement.type === 'ImportDeclaration');
  return new Set(
    imports
      .filter(({ source }) => source.value === 'flowc')
      .flatMap(({ specifiers }) => specifiers.map(({ local }) => local.name)),
  );
}

interface Cut {
  readonly start: number;
  readonly end: number;
  /** A `;` has to stay: without it `x = 1` on the line before could go on with what follows. */
  readonly separates: boolean;
}

function ownDecorators(statement: Statement, names: ReadonlySet<string>): Cut[] {
  const exported = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
  const declared = exported ? statement.declaration : statement;
  if (declared?.type !== 'ClassDeclaration') return [];
  const isOwn = (decorator: Decorator): boolean => names.has(rootName(decorator));
  const ofClass = declared.decorators.filter(isOwn).map(({ start, end }) => ({ start, end, separates: false }));
  const ofMembers = declared.body.body.flatMap((member) => {
    const decorators = 'decorators' in member ? member.decorators : [];
    return decorators.flatMap((decorator, index) =>
      isOwn(decorator) ? [{ start: decorator.start, end: decorator.end, separates: index === 0 }] : [],
    );
  });
  return [...ofClass, ...ofMembers];
}

/** `retry` of `@retry`, `@retry({…})` and, where `flowc` is a namespace, `flowc` of `@flowc.retry()`. */
function rootName({ expression }: Decorator): string {
  let node = expression;
  while (node.type === 'CallExpression' || node.type === 'MemberExpression') {
    node = node.type === 'CallExpression' ? node.callee : node.object;
  }
  return node.type === 'Identifier' ? node.name : '';
}
