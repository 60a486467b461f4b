import type { ModuleExportName, Program } from 'oxc-parser';

/** Under which name a module exports one of its classes; undefined where it does not. */
export function exportNameOf(program: Program, className: string): string | undefined {
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement;
      const name =
        declaration.type === 'ClassDeclaration'
          ? declaration.id?.name
          : declaration.type === 'Identifier'
            ? declaration.name
            : undefined;
      if (name === className) return 'default';
    }
    if (statement.type !== 'ExportNamedDeclaration' || statement.source || statement.exportKind === 'type') continue;
    const { declaration, specifiers } = statement;
    if (declaration?.type === 'ClassDeclaration' && declaration.id?.name === className) return className;
    const specifier = specifiers.find(({ local, exportKind }) => textOf(local) === className && exportKind !== 'type');
    if (specifier) return textOf(specifier.exported);
  }
  return undefined;
}

const textOf = (name: ModuleExportName): string => (name.type === 'Identifier' ? name.name : name.value);
