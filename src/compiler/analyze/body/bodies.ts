import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { Span } from '../../ir/span.ts';
import type { FlowClass, MethodMember } from '../flow-class.ts';
import { bindPattern } from './patterns.ts';
import type { Block, Callee, Cfg } from './cfg.ts';
import { exposedReads, type Exposed } from './exposure.ts';
import { Names, nothing, type Facts, type Summary } from './facts.ts';
import { returnedBy } from './returned.ts';
import { solve } from './solve.ts';
import { block, returned } from './statements.ts';
import { Walk, type Subject } from './walk.ts';

// The bodies of one flow. A method is walked and summarised once, however many steps call it: what it calls first, and only where methods call each
// other in a circle in more than one round.

/** A body's graph with what is known at each of its blocks. */
export interface Solved {
  readonly cfg: Cfg;
  readonly names: Names;
  readonly facts: ReadonlyMap<Block, Facts>;
  readonly exposed: Exposed;
  /** What the body says wherever control goes, with all that it calls. */
  readonly parameters: ReadonlySet<string>;
  readonly element: ReadonlySet<Span>;
  readonly escapes?: Span;
  readonly misplacedNext: boolean;
  /** Artifacts that may be written at any time. */
  readonly writtenLater: ReadonlySet<string>;
}

const empty: Summary = {
  reads: new Map(),
  assigned: new Set(),
  touched: new Set(),
  parameters: new Set(),
  element: new Set(),
  misplacedNext: false,
};

export class Bodies {
  readonly #flow: FlowClass;
  readonly #sink: Diagnostics;
  readonly #summaries = new Map<Callee, Summary>();
  readonly #summaryOf = (callee: Callee): Summary => this.#summaries.get(callee) ?? empty;

  constructor(flow: FlowClass, sink: Diagnostics) {
    this.#flow = flow;
    this.#sink = sink;
  }

  /** Walks and solves a body. Reports what is wrong with what it says, not with its paths. */
  analyze(method: MethodMember, isJoin: boolean): Solved {
    const cfg = this.#walk(method, isJoin);
    this.#summarise(callsOf(cfg));
    return this.#solve(cfg);
  }

  /** Walks an expression that runs when the flow object is made. */
  initialiser(subject: Subject, begin: (walk: Walk) => void): void {
    const walk = new Walk(this.#flow, subject, this.#sink);
    begin(walk);
    walk.run();
  }

  /** Walks a method that is no step, if no step has called it yet. */
  method(method: MethodMember): void {
    this.#summarise([method]);
  }

  #walk(method: MethodMember, isJoin: boolean): Cfg {
    const { name, source, depth, body } = method;
    const walk = new Walk(
      this.#flow,
      { kind: method.kind === 'step' ? 'step' : 'method', name, source, depth },
      this.#sink,
    );
    walk.isJoin = isJoin;
    walk.returnsThis = returnedBy(body, this.#flow.fieldNames)?.kind === 'this';
    walk.context = { ...walk.context, async: body.async };
    for (const [index, parameter] of body.params.entries()) {
      const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
      const inputs = isJoin && index === 0;
      walk.plan(() =>
        bindPattern(
          walk,
          pattern.type === 'RestElement' ? pattern.argument : pattern,
          inputs ? { kind: 'inputs', whole: true } : undefined,
        ),
      );
    }
    const { body: code } = body;
    walk.plan(() => code && (code.type === 'BlockStatement' ? block(walk, code.body) : returned(walk, code)));
    walk.run();
    walk.link(walk.exit, {
      span: { file: source.path, start: body.end - 1, end: body.end },
      message: '… and the step ends here',
    });
    return walk.finish();
  }

  #solve(cfg: Cfg): Solved {
    const names = new Names(cfg.blocks, this.#summaryOf);
    for (const each of cfg.functions)
      this.#summaries.set(each, summaryOf(this.#solveFrom(each.entry, cfg, names), each.exit));
    return this.#solveFrom(cfg.entry, cfg, names);
  }

  #solveFrom(entry: Block, cfg: Cfg, names: Names): Solved {
    const facts = solve(entry, nothing, names);
    const exposed = exposedReads(facts, names, this.#summaryOf);
    const parameters = new Set(cfg.parameters);
    const element = new Set(cfg.element);
    const writtenLater = new Set(cfg.writtenLater);
    let { escapes, misplacedNext } = cfg;
    for (const { events } of facts.keys()) {
      for (const event of events) {
        if (event.kind !== 'call') continue;
        const summary = this.#summaryOf(event.callee);
        for (const name of summary.parameters) parameters.add(name);
        for (const span of summary.element) element.add(span);
        if (!event.certain) for (const name of summary.touched) writtenLater.add(name);
        escapes ??= summary.escapes;
        misplacedNext ||= summary.misplacedNext;
      }
    }
    return {
      cfg,
      names,
      facts,
      exposed,
      parameters,
      element,
      ...(escapes && { escapes }),
      misplacedNext,
      writtenLater,
    };
  }

  /** Finds the summaries of `methods` and of what they call. */
  #summarise(methods: readonly MethodMember[]): void {
    const { order, circular } = this.#calledFirst(methods);
    for (const { method, cfg } of order) if (cfg.escapes) this.#sink.report('this-escapes', cfg.escapes, [method.name]);
    for (let again = order.length > 0; again;) {
      again = false;
      for (const { method, cfg } of order) {
        const summary = summaryOf(this.#solve(cfg), cfg.exit);
        if (circular && !sameSize(summary, this.#summaryOf(method))) again = true;
        this.#summaries.set(method, summary);
      }
    }
  }

  /** The methods without a summary that `methods` lead to, each after those that it calls but in a circle. */
  #calledFirst(methods: readonly MethodMember[]): {
    order: readonly { method: MethodMember; cfg: Cfg }[];
    circular: boolean;
  } {
    const order: { method: MethodMember; cfg: Cfg }[] = [];
    const state = new Map<MethodMember, 'open' | 'done'>();
    let circular = false;
    const stack = methods.map((method) => ({ method, cfg: undefined as Cfg | undefined }));
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { method, cfg } = top;
      if (cfg) {
        state.set(method, 'done');
        order.push({ method, cfg });
        continue;
      }
      if (state.get(method) === 'open') circular = true;
      if (state.has(method) || this.#summaries.has(method)) continue;
      state.set(method, 'open');
      const walked = this.#walk(method, false);
      stack.push({ method, cfg: walked }, ...callsOf(walked).map((each) => ({ method: each, cfg: undefined })));
    }
    return { order, circular };
  }
}

function callsOf(cfg: Cfg): readonly MethodMember[] {
  const methods = new Set<MethodMember>();
  for (const { events } of cfg.blocks) {
    for (const event of events) if (event.kind === 'call' && 'node' in event.callee) methods.add(event.callee);
  }
  return [...methods];
}

function summaryOf(solved: Solved, exit: Block): Summary {
  const { names, facts, exposed, parameters, element, escapes, misplacedNext } = solved;
  const touched = new Set<string>();
  for (const [block, before] of facts) {
    const after = names.afterAll(before, block.events);
    for (const name of names.in(after.touched)) touched.add(name);
  }
  return {
    reads: exposed.entry,
    assigned: new Set(names.in(facts.get(exit)?.assigned ?? 0n)),
    touched,
    parameters,
    element,
    ...(escapes && { escapes }),
    misplacedNext,
  };
}

function sameSize(a: Summary, b: Summary): boolean {
  return (
    a.reads.size === b.reads.size &&
    a.assigned.size === b.assigned.size &&
    a.touched.size === b.touched.size &&
    a.parameters.size === b.parameters.size &&
    a.element.size === b.element.size &&
    a.escapes === b.escapes &&
    a.misplacedNext === b.misplacedNext
  );
}
