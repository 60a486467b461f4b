import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { FlowModel } from '../../ir/model.ts';
import type { Modules } from '../../parse/modules.ts';
import type { Chain } from '../class-chain.ts';
import type { DeclaredMember } from '../declared-member.ts';
import type { FlowClass } from '../flow-class.ts';

// What a rule sees. A rule is a function that reports; it changes nothing, and no rule needs another one.

interface RuleContext {
  readonly flow: FlowClass;
  readonly chain: Chain;
  /** All members as written, a base class's first. */
  readonly declared: readonly DeclaredMember[];
  readonly modules: Modules;
  readonly sink: Diagnostics;
}

/** A rule on the form of a flow's classes. */
export type ClassRule = (context: RuleContext) => void;

/** A rule that needs to know what the steps do. */
export type ModelRule = (context: RuleContext, model: FlowModel) => void;
