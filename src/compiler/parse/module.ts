import type {
  Class,
  Declaration as DeclarationNode,
  ExportAllDeclaration,
  ExportNamedDeclaration,
  Expression,
  ModuleExportName,
  Statement,
  StringLiteral,
  TSEnumDeclaration,
  TSTypeAliasDeclaration,
} from 'oxc-parser';
import type { Span } from '../ir/span.ts';
import { spanOf, type SourceFile } from './source.ts';

// A parsed file as a module: what its top-level names are and what it exports. Only top-level statements are looked at, so a module
// costs what its list of declarations costs, however long their bodies are.

/** What a top-level name is. Of a type and a value with one name, the value. */
export type Declaration =
  /** `start`: where its statement or its first decorator begins, and so where a comment on it ends. */
  | { readonly kind: 'class'; readonly node: Class; readonly start: number }
  | { readonly kind: 'const'; readonly value: Expression }
  | { readonly kind: 'enum'; readonly node: TSEnumDeclaration }
  | { readonly kind: 'type'; readonly node: TSTypeAliasDeclaration }
  | { readonly kind: 'other'; readonly what: string };

/** A name of another module: `name` is `*` for the module's namespace. */
export interface Import {
  readonly kind: 'import';
  readonly specifier: string;
  readonly name: string;
  /** Written as `export type`: no value comes of it. */
  readonly isType: boolean;
  /** The specifier in the source. */
  readonly span: Span;
}

export interface Module {
  readonly source: SourceFile;
  readonly names: ReadonlyMap<string, Declaration | Import>;
  /** Exported name → a name of this module, or of another. */
  readonly exports: ReadonlyMap<string, string | Import>;
  /** `export * from …`. */
  readonly stars: readonly Import[];
}

/** The name under which the value of an `export default` without a name is declared. */
const unnamed = '*default*';

export function readModule(source: SourceFile): Module {
  const reader = new ModuleReader(source);
  for (const statement of source.program.body) reader.read(statement);
  return reader;
}

class ModuleReader implements Module {
  readonly source: SourceFile;
  readonly names = new Map<string, Declaration | Import>();
  readonly exports = new Map<string, string | Import>();
  readonly stars: Import[] = [];

  constructor(source: SourceFile) {
    this.source = source;
  }

  read(statement: Statement): void {
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const specifier of statement.specifiers) {
          const name =
            specifier.type === 'ImportSpecifier'
              ? nameOf(specifier.imported)
              : specifier.type === 'ImportDefaultSpecifier'
                ? 'default'
                : '*';
          this.names.set(specifier.local.name, this.#import(statement.source, name));
        }
        return;
      case 'ExportAllDeclaration':
        this.#readStar(statement);
        return;
      case 'ExportDefaultDeclaration':
        this.exports.set('default', this.#declareDefault(statement.declaration, statement.start));
        return;
      case 'ExportNamedDeclaration':
        this.#readExport(statement);
        return;
      default:
        this.#declare(statement, statement.start);
    }
  }

  #readStar({ exported, source, exportKind }: ExportAllDeclaration): void {
    const all = this.#import(source, '*', exportKind === 'type');
    if (exported) this.exports.set(nameOf(exported), all);
    else this.stars.push(all);
  }

  #readExport(statement: ExportNamedDeclaration): void {
    if (statement.declaration) {
      for (const name of this.#declare(statement.declaration, statement.start)) this.exports.set(name, name);
    }
    for (const { local, exported, exportKind } of statement.specifiers) {
      const isType = statement.exportKind === 'type' || exportKind === 'type';
      const from = statement.source && this.#import(statement.source, nameOf(local), isType);
      this.exports.set(nameOf(exported), from ?? nameOf(local));
    }
  }

  #declareDefault(node: DeclarationNode | Expression, start: number): string {
    if (node.type === 'Identifier') return node.name;
    if (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') {
      if (node.id) return this.#declare(node, start)[0] ?? node.id.name;
      this.names.set(unnamed, node.type === 'ClassDeclaration' ? classOf(node, start) : aFunction);
    } else if (isExpression(node)) this.names.set(unnamed, { kind: 'const', value: node });
    return unnamed;
  }

  /** Declares what a statement declares, and answers with the names. */
  #declare(node: Statement, start: number): readonly string[] {
    switch (node.type) {
      case 'ClassDeclaration':
        return this.#set(node.id?.name, classOf(node, start));
      case 'FunctionDeclaration':
      case 'TSDeclareFunction':
        return this.#set(node.id?.name, aFunction);
      case 'TSEnumDeclaration':
        return this.#set(node.id.name, { kind: 'enum', node });
      case 'TSTypeAliasDeclaration':
        return this.#set(node.id.name, { kind: 'type', node });
      case 'TSInterfaceDeclaration':
        return this.#set(node.id.name, { kind: 'other', what: 'a type' });
      case 'TSModuleDeclaration':
        return node.id.type === 'Identifier' ? this.#set(node.id.name, { kind: 'other', what: 'a namespace' }) : [];
      case 'VariableDeclaration':
        return node.declarations.flatMap(({ id, init }) => {
          if (node.kind !== 'const') return boundNames(id).flatMap((name) => this.#set(name, variable(node.kind)));
          if (id.type === 'Identifier' && init) return this.#set(id.name, { kind: 'const', value: init });
          return boundNames(id).flatMap((name) => this.#set(name, destructured));
        });
      default:
        return [];
    }
  }

  #set(name: string | undefined, declaration: Declaration): readonly string[] {
    if (name === undefined) return [];
    const before = this.names.get(name);
    if (!before || (declaration.kind !== 'type' && !isType(declaration))) this.names.set(name, declaration);
    return [name];
  }

  #import(source: StringLiteral, name: string, isType = false): Import {
    return { kind: 'import', specifier: source.value, name, isType, span: spanOf(this.source, source) };
  }
}

const aFunction: Declaration = { kind: 'other', what: 'a function' };
const destructured: Declaration = { kind: 'other', what: 'a destructured constant' };
const variable = (kind: string): Declaration => ({ kind: 'other', what: `a \`${kind}\`` });
const isType = (declaration: Declaration): boolean => declaration.kind === 'other' && declaration.what === 'a type';

function classOf(node: Class, start: number): Declaration {
  const first = node.decorators[0]?.start ?? node.start;
  return { kind: 'class', node, start: Math.min(first, start) };
}

const nameOf = (name: ModuleExportName): string => (name.type === 'Identifier' ? name.name : name.value);

const isExpression = (node: DeclarationNode | Expression): node is Expression =>
  !/^TS.*Declaration$|^VariableDeclaration$|^TSDeclareFunction$/.test(node.type);

/** The names in a binding pattern. */
function boundNames(pattern: unknown): string[] {
  const names: string[] = [];
  const pending = [pattern];
  for (let node = pending.pop(); pending.length > 0 || node; node = pending.pop()) {
    if (typeof node !== 'object' || node === null || !('type' in node)) continue;
    if ('name' in node && typeof node.name === 'string') names.push(node.name);
    if ('properties' in node && Array.isArray(node.properties)) pending.push(...node.properties);
    if ('elements' in node && Array.isArray(node.elements)) pending.push(...node.elements);
    if ('value' in node) pending.push(node.value);
    if ('argument' in node) pending.push(node.argument);
    if ('left' in node) pending.push(node.left);
  }
  return names;
}
