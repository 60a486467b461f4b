import type { Diagnostics } from '../../diagnostics/sink.ts';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import type { DeclaredMember } from '../declared-member.ts';
import { decoratorsOf, type FoundDecorator } from '../decorators-of.ts';
import { decoratorNames, findDecorator } from '../decorators/registry.ts';
import type { ClassRule } from './rule.ts';

// Every decorator of flowc stands where flowc reads it, once, and is written in its one form. Decorators of others are the user's own affair, except
// on a step, in whose place they could put anything.

/** Where a decorator stands. */
interface Place {
  readonly kind: 'flow' | 'abstract-flow' | 'step' | 'exit-handler' | 'other';
  /** For a message: `a field`. */
  readonly what: string;
  readonly name: string;
}

export const decoratorPlacement: ClassRule = ({ chain, declared, modules, sink }) => {
  for (const { module, node } of chain.links) {
    const kind = node.abstract ? 'abstract-flow' : 'flow';
    const place: Place = { kind, what: 'a class', name: node.id?.name ?? 'class' };
    checkAll(decoratorsOf(node.decorators, module, modules), place, sink);
  }
  for (const member of declared) if (member.decorators.length > 0) checkAll(member.decorators, placeOf(member), sink);
};

function placeOf(member: DeclaredMember): Place {
  const has = (name: string): boolean => member.decorators.some((decorator) => decorator.name === name);
  const name = member.name ?? 'this';
  if (has('step')) return { kind: 'step', what: 'a step', name };
  const ordinary = member.form === 'method' && !member.isStatic && !member.isSignature && !name.startsWith('#');
  if (ordinary && has('onExit')) return { kind: 'exit-handler', what: 'a method under `@onExit`', name };
  if (ordinary) return { kind: 'other', what: 'a method without `@step`', name };
  const form = member.isStatic ? `static ${member.form}` : member.form;
  return {
    kind: 'other',
    what: name.startsWith('#') ? 'a `#private` member' : `${form === 'accessor' ? 'an' : 'a'} ${form}`,
    name,
  };
}

function checkAll(decorators: readonly FoundDecorator[], place: Place, sink: Diagnostics): void {
  const seen = new Map<string, FoundDecorator>();
  for (const found of decorators) {
    const { name, written, span, undeclared } = found;
    if (undeclared) sink.report('decorator-not-imported', span, [written]);
    else if (name === undefined) {
      if (place.kind === 'step') sink.report('foreign-decorator', span, [written, place.name]);
    } else if (!decoratorNames.includes(name))
      sink.report('not-a-decorator', span, [name, didYouMean(name, decoratorNames)]);
    else {
      const before = seen.get(name);
      if (before) sink.report('decorator-twice', span, [name], [{ message: 'the first one', span: before.span }]);
      seen.set(name, found);
      if (name === 'step' && found.call) sink.report('step-called', span, []);
      else if (name !== 'step' && !found.call) sink.report('decorator-not-called', span, [name]);
      checkPlace(name, found, place, sink);
    }
  }
}

function checkPlace(name: string, { span }: FoundDecorator, place: Place, sink: Diagnostics): void {
  const known = findDecorator(name);
  const onFlow = place.kind === 'flow' || place.kind === 'abstract-flow';
  if (!known) {
    const isRight = name === 'step' ? !onFlow : place.kind === 'exit-handler';
    const right = name === 'step' ? 'a method of a flow' : 'a method of a flow that is no step';
    if (!isRight) sink.report('decorator-misplaced', span, [name, place.what, right]);
  } else if (known.on === 'flow') {
    if (!onFlow) sink.report('decorator-misplaced', span, [name, place.what, 'the class of a flow']);
    else if ('starts' in known && place.kind === 'abstract-flow') sink.report('decorator-without-effect', span, [name]);
  } else if (place.kind === 'other' || (place.kind === 'exit-handler' && name === 'catchError')) {
    sink.report('decorator-misplaced', span, [name, place.what, 'a step or the class of a flow']);
  }
}
