import type { Node } from 'oxc-parser';
import type { DiagnosticName, ArgumentsOf } from '../../diagnostics/catalogue.ts';
import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { InputRead } from '../../ir/model.ts';
import type { Span } from '../../ir/span.ts';
import { spanOf, type SourceFile } from '../../parse/source.ts';
import type { FlowClass, MethodMember } from '../flow-class.ts';
import type { Block, Cfg, Event, Label, LocalFunction, NextSite } from './cfg.ts';
import type { Jumps, Way } from './jumps.ts';
import { jump } from './jumps.ts';
import type { Place } from './place.ts';
import { isMethod } from '../syntax.ts';

// The state of the walk that turns a body into its graph. User code can be deep (5,000 `else if`, a sum of 5,000 terms), so nothing here recurses over
// it: a visitor does its own part and *plans* the rest, and what it plans runs, in that order, right after it.

export type Task = () => void;

/** Names of a block of code, and the places they stand for. */
interface Scope {
  readonly names: Map<string, Place | undefined>;
  readonly outer: Scope | undefined;
}

/** What a function is to the flow. */
export interface FunctionContext {
  /** Its `this` is the flow. */
  readonly ours: boolean;
  /** It is a function inside the body, not the body itself. */
  readonly nested: boolean;
  /** It may run later, or never: what it writes is not certain. */
  readonly later: boolean;
  /** It waits for the promise that it returns. */
  readonly async: boolean;
}

/** Whose body is walked, which decides what it may say. */
export interface Subject {
  readonly kind: 'step' | 'method' | 'initialiser';
  readonly name: string;
  readonly source: SourceFile;
  /** How far up the chain of classes it is declared. */
  readonly depth: number;
}

export class Walk {
  readonly flow: FlowClass;
  readonly subject: Subject;
  readonly sink: Diagnostics;
  /** Where control is. After a jump, a block that nothing leads to. */
  at: Block;
  readonly entry: Block;
  readonly exit: Block;
  jumps: Jumps;
  context: FunctionContext = { ours: true, nested: false, later: false, async: false };
  /** The number of `await`s around the current expression. */
  awaits = 0;
  /** The number of `finally` blocks around the current code. */
  finallies = 0;
  /** The body is a join's. */
  isJoin = false;
  /** What it returns is `this`, and its callers know. */
  returnsThis = false;
  misplacedNext = false;
  escapes: Span | undefined;
  inputsEscape: Span | undefined;
  readonly inputs: InputRead[] = [];
  readonly element: Span[] = [];
  readonly parameters = new Set<string>();
  readonly writtenLater = new Set<string>();
  readonly functions: LocalFunction[] = [];
  /** Names that were used where no declaration had been walked. */
  readonly unresolved = new Set<string>();
  /** One site per call, however often a `finally` is written out. */
  readonly nextSites = new Map<Node, NextSite>();
  readonly #blocks: Block[] = [];
  #scope: Scope = { names: new Map(), outer: undefined };
  #planned: Task[] = [];

  constructor(flow: FlowClass, subject: Subject, sink: Diagnostics) {
    this.flow = flow;
    this.subject = subject;
    this.sink = sink;
    this.entry = this.block();
    this.exit = this.block();
    this.at = this.entry;
    this.jumps = { kind: 'function', exit: this.exit };
  }

  plan(...tasks: readonly Task[]): void {
    for (const task of tasks) this.#planned.push(task);
  }

  /** Plans a visit of each of a user's list, which may be longer than a call may have arguments. */
  planEach<T>(items: readonly T[], visit: (item: T, index: number) => void): void {
    for (const [index, item] of items.entries()) this.#planned.push(() => visit(item, index));
  }

  /** Runs all that is planned, and what that plans. */
  run(): void {
    const stack: Task[] = [];
    for (;;) {
      while (this.#planned.length > 0) stack.push(this.#planned.pop() as Task);
      const task = stack.pop();
      if (task === undefined) return;
      task();
    }
  }

  finish(): Cfg {
    const { entry, exit, functions, writtenLater, parameters, inputs, element, escapes, inputsEscape, misplacedNext } =
      this;
    return {
      blocks: this.#blocks,
      entry,
      exit,
      functions,
      writtenLater,
      parameters,
      inputs,
      element,
      ...(escapes && { escapes }),
      ...(inputsEscape && { inputsEscape }),
      misplacedNext,
    };
  }

  block(): Block {
    const block: Block = { id: this.#blocks.length, events: [], out: [] };
    this.#blocks.push(block);
    return block;
  }

  /** An edge from here. */
  link(to: Block, label?: Label): void {
    this.at.out.push(label ? { to, label } : { to });
  }

  /** Goes on in a new block, to which an edge leads from here. */
  fork(label?: Label): Block {
    const from = this.at;
    const to = this.block();
    this.link(to, label);
    this.at = to;
    return from;
  }

  /** Leaves: what comes next in the source is reached from elsewhere or not at all. */
  jump(way: Way, label?: Label): void {
    jump(this, way, label);
    this.at = this.block();
  }

  /** `node`, or something in it, runs next and may throw, to a `catch` or `finally` of this body. */
  mayThrow(node: { readonly start: number; readonly end: number }): void {
    let around = this.jumps;
    while (around.kind === 'target') around = around.outer;
    if (around.kind === 'function') return;
    jump(this, { kind: 'throw' }, this.label(node, 'when this throws'));
    this.fork();
  }

  emit(event: Event): void {
    this.at.events.push(event);
    if (this.context.later && (event.kind === 'assign' || event.kind === 'touch' || event.kind === 'unset'))
      this.writtenLater.add(event.name);
  }

  /** Marks work, which may not come after `this.next(…)` but in a `finally`. */
  work(node: { readonly start: number; readonly end: number }): void {
    if (this.finallies === 0 && !this.context.later) this.at.work ??= this.span(node);
  }

  label(node: { readonly start: number; readonly end: number }, message: string): Label {
    return { span: this.span(node), message };
  }

  span(node: { readonly start: number; readonly end: number }): Span {
    return spanOf(this.subject.source, node);
  }

  report<N extends DiagnosticName>(
    name: N,
    node: { readonly start: number; readonly end: number },
    args: ArgumentsOf<N>,
  ): void {
    this.sink.report(name, this.span(node), args);
  }

  enterScope(): void {
    this.#scope = { names: new Map(), outer: this.#scope };
  }

  leaveScope(): void {
    if (this.#scope.outer) this.#scope = this.#scope.outer;
  }

  declare(name: string, place: Place | undefined): void {
    this.#scope.names.set(name, place);
  }

  /** The scope in which a name stands. */
  #scopeOf(name: string): Scope | undefined {
    for (let scope: Scope | undefined = this.#scope; scope; scope = scope.outer)
      if (scope.names.has(name)) return scope;
    return undefined;
  }

  placeOf(name: string): Place | undefined {
    return this.#scopeOf(name)?.names.get(name);
  }

  isLocal(name: string): boolean {
    return this.#scopeOf(name) !== undefined;
  }

  /** Gives a local name another place. */
  redeclare(name: string, place: Place | undefined): void {
    this.#scopeOf(name)?.names.set(name, place);
  }

  superMember(name: string): MethodMember | undefined {
    const member = this.flow.superMember(name, this.subject.depth);
    return isMethod(member) ? member : undefined;
  }
}
