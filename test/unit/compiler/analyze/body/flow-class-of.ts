import { parseSync, type Class, type ClassElement, type Program } from 'oxc-parser';
import type { FieldMember, FlowClass, Member, MethodMember } from '../../../../../src/compiler/analyze/flow-class.ts';
import type { SourceFile } from '../../../../../src/compiler/parse/source.ts';

// A flow class from source text, without modules: `class Base extends FlowSpec { … } class F extends Base { … }`; the last class is the flow, and a
// parameter of type `Inputs<…>` makes a join.

export function flowClassOf(text: string): FlowClass {
  const parsed = parseSync('flow.ts', text, { lang: 'ts', preserveParens: false });
  const [error] = parsed.errors;
  if (error) throw new Error(`the test's flow does not parse: ${error.message}`);
  const source: SourceFile = { path: 'flow.ts', text, program: parsed.program };
  const classes = classesOf(parsed.program).toReversed();
  const node = classes[0];
  if (!node) throw new Error('the test needs a class');
  const tables = classes.map((each, depth) => each.body.body.flatMap((element) => memberOf(element, source, depth)));
  const members = new Map<string, Member>();
  for (const table of tables.toReversed()) for (const member of table) members.set(keyOf(member), member);
  const named = (test: (member: Member) => boolean) =>
    new Set([...members.values()].filter(test).map((member) => member.name));
  return {
    name: node.id?.name ?? 'Flow',
    source,
    node,
    members,
    fieldNames: named((member) => member.kind === 'field' && !member.name.startsWith('#')),
    parameterNames: named((member) => member.kind === 'parameter'),
    stepNames: named((member) => member.kind === 'step'),
    superMember: (name, depth) =>
      tables
        .slice(depth + 1)
        .flat()
        .find((member) => member.name === name),
    isInputsType: (annotation, { text: all }) =>
      isSpan(annotation) && /^:\s*Inputs\b/.test(all.slice(annotation.start, annotation.end)),
  };
}

function isSpan(value: unknown): value is { start: number; end: number } {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

function classesOf(program: Program): Class[] {
  return program.body.flatMap((statement) => {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    return node?.type === 'ClassDeclaration' ? [node] : [];
  });
}

const keyOf = (member: Member): string => (member.kind === 'setter' ? `set ${member.name}` : member.name);

function memberOf(node: ClassElement, source: SourceFile, depth: number): (FieldMember | MethodMember)[] {
  if (!('key' in node)) return [];
  const name = source.text.slice(node.key.start, node.key.end);
  if (name === 'constructor') return [];
  const base = { name, source, depth };
  if (node.type === 'MethodDefinition') {
    const isStep = node.decorators.some((each) => source.text.slice(each.start, each.end) === '@step');
    const kind = isStep ? 'step' : node.kind === 'get' ? 'getter' : node.kind === 'set' ? 'setter' : 'method';
    return [{ ...base, kind, node, body: node.value }];
  }
  if (node.type !== 'PropertyDefinition') return [];
  const { value } = node;
  if (value?.type === 'ArrowFunctionExpression') return [{ ...base, kind: 'method', node, body: value }];
  const kind = value && source.text.slice(value.start).startsWith('parameter.') ? 'parameter' : 'field';
  return [{ ...base, kind, node, ...(value && { value }) }];
}
