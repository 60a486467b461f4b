import type { Modules } from '../parse/modules.ts';
import type { Chain } from './class-chain.ts';
import type { DeclaredMember } from './declared-member.ts';
import type { FlowClass, Member, MethodMember } from './flow-class.ts';
import { isInputs } from './inputs-type.ts';
import { isFunction, unwrap } from './syntax.ts';

// A chain of classes folded into one table: of each name the most derived member.

export function foldClass(
  name: string,
  chain: Chain,
  declared: readonly DeclaredMember[],
  modules: Modules,
): FlowClass {
  const members = new Map<string, Member>();
  /** Every level's own table, by depth, for `super.name`. */
  const levels = chain.links.map(() => new Map<string, Member>());
  for (const one of declared) {
    const member = memberFrom(one);
    if (!member) continue;
    // `declare` says something about a field and makes none: what a base class has made of it stays.
    if (member.kind === 'field' && member.node.declare && members.has(member.name)) continue;
    const key = member.kind === 'setter' ? `set ${member.name}` : member.name;
    members.delete(key); // An override stands where the heir wrote it.
    members.set(key, member);
    levels[one.depth]?.set(key, member);
  }
  const all = [...members.values()];
  const named = (kind: Member['kind']): ReadonlySet<string> =>
    new Set(all.flatMap((member) => (member.kind === kind && !member.name.startsWith('#') ? [member.name] : [])));
  const [own] = chain.links;
  if (!own) throw new Error('a chain of classes begins with a class');
  return {
    name,
    source: own.module.source,
    node: own.node,
    members,
    fieldNames: named('field'),
    parameterNames: named('parameter'),
    stepNames: named('step'),
    superMember: (wanted, depth) =>
      levels
        .slice(depth + 1)
        .find((level) => level.has(wanted))
        ?.get(wanted),
    isInputsType: (annotation, source) => isInputs(annotation, modules.moduleOf(source), modules),
  };
}

/** What counts as a member of the object: nothing static, no constructor, no signature, no `accessor`. A field that holds a function is a method. */
function memberFrom({
  name,
  form,
  node,
  isStatic,
  isSignature,
  link,
  depth,
  decorators,
  parameterKind,
}: DeclaredMember): Member | undefined {
  if (name === undefined || isStatic) return undefined;
  const base = { name, source: link.module.source, depth };
  if (form === 'field' && (node.type === 'PropertyDefinition' || node.type === 'TSAbstractPropertyDefinition')) {
    const body = node.value && unwrap(node.value);
    if (node.type === 'PropertyDefinition' && body && isFunction(body)) return { ...base, kind: 'method', node, body };
    const kind = parameterKind === undefined ? 'field' : 'parameter';
    return { ...base, kind, node, ...(node.value && { value: node.value }) };
  }
  if (isSignature || node.type !== 'MethodDefinition') return undefined;
  if (form !== 'method' && form !== 'getter' && form !== 'setter') return undefined;
  return { ...base, kind: form === 'method' ? methodKind(decorators) : form, node, body: node.value };
}

function methodKind(decorators: DeclaredMember['decorators']): MethodMember['kind'] {
  if (decorators.some((decorator) => decorator.name === 'step')) return 'step';
  return decorators.some((decorator) => decorator.name === 'onExit') ? 'exit-handler' : 'method';
}
