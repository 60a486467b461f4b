import type { Class, Expression, MethodDefinition, PropertyDefinition } from 'oxc-parser';
import type { SourceFile } from '../parse/source.ts';
import type { AnyFunction } from './syntax.ts';

// A flow class as analysis sees it: the chain of classes from the flow up to FlowSpec, folded into one table of members.

/** A member of the chain, with the file in which it is written. */
interface MemberBase {
  /** `train`, or `#cache` for a private one. */
  readonly name: string;
  readonly source: SourceFile;
  /** How far up the chain it is declared: 0 in the flow itself. */
  readonly depth: number;
}

export interface MethodMember extends MemberBase {
  readonly kind: 'step' | 'method' | 'getter' | 'setter' | 'exit-handler';
  /** A method, or a field whose initialiser is a function. */
  readonly node: MethodDefinition | PropertyDefinition;
  readonly body: AnyFunction;
}

export interface FieldMember extends MemberBase {
  readonly kind: 'field' | 'parameter';
  readonly node: PropertyDefinition;
  /** The initialiser. */
  readonly value?: Expression;
}

export type Member = MethodMember | FieldMember;

export interface FlowClass {
  readonly name: string;
  readonly source: SourceFile;
  readonly node: Class;
  /** The most derived member of each name, in source order, a base class's first. Setters stand under `set name`. */
  readonly members: ReadonlyMap<string, Member>;
  /** Public fields that are no parameters: what can be an artifact or a constant. */
  readonly fieldNames: ReadonlySet<string>;
  readonly parameterNames: ReadonlySet<string>;
  readonly stepNames: ReadonlySet<string>;
  /** What a method of the class, found by `super.name` at `depth`, is. */
  superMember(name: string, depth: number): Member | undefined;
  /** Whether a parameter's type annotation is `Inputs<…>` of flowc, whatever it was imported as; a step with one is a join. */
  isInputsType(annotation: unknown, source: SourceFile): boolean;
}
