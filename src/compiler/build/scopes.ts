import type { Diagnostics } from '../diagnostics/sink.ts';
import type { FlowModel, Reference, StepModel, TransitionModel } from '../ir/model.ts';
import type { Span } from '../ir/span.ts';

// Gives every step the scope it lies in: the flow itself, a branch of a split, or the body of a foreach. Which step is a join is written in
// its signature, so one walk along the transitions suffices: an opener opens a scope for each target, a transition to a join closes the
// innermost one. Wherever two ways disagree about a step's scope, the flow is not a tree of regions, and that is what is reported.

/** Where a step lies: the tasks of one scope run one after another. */
export interface Scope {
  /** The split or foreach that opened it; absent for the flow's own. */
  readonly group?: Group;
  /** The first step of it. */
  readonly entry: string;
  readonly depth: number;
  readonly steps: StepModel[];
}

/** A split or foreach: the scopes that it opens, all to be closed by one join. */
export interface Group {
  readonly opener: StepModel;
  readonly transition: TransitionModel;
  readonly parent: Scope;
  readonly scopes: Scope[];
  /** Every transition to a join out of one of its scopes. */
  readonly closings: { readonly join: string; readonly span: Span }[];
  /** Every transition to `end` out of one of its scopes, which is a mistake. */
  readonly endings: Span[];
}

export interface Scopes {
  readonly all: readonly Scope[];
  readonly groups: readonly Group[];
  readonly of: ReadonlyMap<string, Scope>;
  /** The split or foreach that a transition opens. */
  readonly opened: ReadonlyMap<TransitionModel, Group>;
  /** The step that closes a group. */
  readonly joinOf: ReadonlyMap<Group, string>;
}

/**
 * Requires that `start` exists and every target is a step. Ensures, where it reports no error: every step that is reached lies in one scope, and
 * every group is closed by one join, from each of its scopes. Reports all that stands against it.
 */
export function findScopes(model: FlowModel, sink: Diagnostics): Scopes {
  return new ScopeFinder(model, sink).find();
}

class ScopeFinder {
  readonly #sink: Diagnostics;
  readonly #steps: ReadonlyMap<string, StepModel>;
  readonly #all: Scope[] = [];
  readonly #groups: Group[] = [];
  readonly #of = new Map<string, Scope>();
  readonly #opened = new Map<TransitionModel, Group>();
  /** How each step was first reached, for the second place that disagrees. */
  readonly #arrival = new Map<string, { readonly span: Span; readonly opens: boolean }>();
  readonly #reached: StepModel[] = [];
  /** Steps about whose scope two ways disagree; each is reported once. */
  readonly #disputed = new Set<string>();

  constructor(model: FlowModel, sink: Diagnostics) {
    this.#sink = sink;
    this.#steps = new Map(model.steps.map((step) => [step.name, step]));
  }

  find(): Scopes {
    const start = this.#steps.get('start');
    if (start !== undefined) this.#enter(start, this.#scope('start'), start.span, false);
    // The list grows while it is walked, and the walk meets what was added.
    for (const step of this.#reached) {
      const scope = this.#of.get(step.name);
      if (scope !== undefined) for (const transition of step.transitions) this.#follow(step, transition, scope);
    }
    return { all: this.#all, groups: this.#groups, of: this.#of, opened: this.#opened, joinOf: this.#matchJoins() };
  }

  #scope(entry: string, group?: Group): Scope {
    const scope = { entry, depth: group === undefined ? 0 : group.parent.depth + 1, steps: [] };
    const made = group === undefined ? scope : { ...scope, group };
    this.#all.push(made);
    group?.scopes.push(made);
    return made;
  }

  #follow(step: StepModel, transition: TransitionModel, scope: Scope): void {
    if (transition.kind !== 'go') this.#openGroup(step, transition, scope);
    else for (const target of transition.targets) this.#go(target, scope);
  }

  #openGroup(opener: StepModel, transition: TransitionModel, parent: Scope): void {
    const group: Group = { opener, transition, parent, scopes: [], closings: [], endings: [] };
    this.#groups.push(group);
    this.#opened.set(transition, group);
    for (const { step: name, span } of transition.targets) {
      const target = this.#steps.get(name);
      if (target === undefined) continue;
      if (target.takes === 'inputs') {
        this.#sink.report('empty-branch', span, [opener.name, name, transition.kind]);
      } else if (name === 'end') {
        this.#sink.report('split-not-joined', transition.span, [opener.name, transition.kind]);
      } else if (transition.kind === 'split' && target.takes === 'element') {
        this.#sink.report(
          'element-without-foreach',
          span,
          [name],
          [{ message: 'it takes an element here', span: target.span }],
        );
      } else {
        this.#enter(target, this.#scope(name, group), span, true);
      }
    }
  }

  #go({ step: name, span }: Reference, scope: Scope): void {
    const target = this.#steps.get(name);
    if (target === undefined) return;
    if (target.takes !== 'inputs') {
      if (target.takes === 'element' && scope.entry !== name) {
        const related = [{ message: 'it takes an element here', span: target.span }];
        return this.#sink.report('element-without-foreach', span, [name], related);
      }
      return this.#enter(target, scope, span, false);
    }
    if (scope.group === undefined) {
      return this.#sink.report('join-without-split', span, [name], [{ message: 'the join', span: target.span }]);
    }
    scope.group.closings.push({ join: name, span });
    this.#enter(target, scope.group.parent, span, false);
  }

  /** Puts a step in its scope, or says how this way to it disagrees with the first. */
  #enter(step: StepModel, scope: Scope, span: Span, opens: boolean): void {
    if (step.name === 'end' && scope.group !== undefined) {
      scope.group.endings.push(span);
      return;
    }
    const first = this.#of.get(step.name);
    if (first === undefined) {
      this.#of.set(step.name, scope);
      this.#arrival.set(step.name, { span, opens });
      scope.steps.push(step);
      this.#reached.push(step);
    } else if (first !== scope) {
      this.#disagree(step, span, opens);
    }
  }

  #disagree(step: StepModel, span: Span, opens: boolean): void {
    if (this.#disputed.has(step.name)) return;
    this.#disputed.add(step.name);
    const first = this.#arrival.get(step.name);
    const related = first === undefined ? [] : [{ message: 'it is first reached from here', span: first.span }];
    if (step.takes === 'inputs') this.#sink.report('join-closes-two', span, [step.name], related);
    else if (opens && first?.opens === true) this.#sink.report('two-openers', span, [step.name], related);
    else this.#sink.report('leaves-scope', span, [step.name], related);
  }

  /** The one join of each group, where every scope of it has gone there and nothing else has. */
  #matchJoins(): Map<Group, string> {
    const joinOf = new Map<Group, string>();
    const groupOf = new Map<string, Group>();
    for (const group of this.#groups) {
      const [closing, ...others] = group.closings;
      for (const span of group.endings) this.#endInside(group, span);
      if (closing === undefined) continue;
      const other = others.find(({ join }) => join !== closing.join);
      if (other !== undefined) this.#misjoined(group, closing, other);
      const taken = groupOf.get(closing.join);
      if (taken !== undefined && this.#disputed.size === 0) {
        const related = [{ message: `it joins what \`${taken.opener.name}\` opens here`, span: taken.transition.span }];
        this.#sink.report('join-closes-two', closing.span, [closing.join], related);
      }
      groupOf.set(closing.join, group);
      joinOf.set(group, closing.join);
    }
    return joinOf;
  }

  #endInside({ opener, transition, closings: [closing] }: Group, span: Span): void {
    const opened = { message: `\`${opener.name}\` opens it here`, span: transition.span };
    if (closing === undefined)
      return this.#sink.report('split-not-joined', span, [opener.name, transition.kind], [opened]);
    const joined = { message: `\`${closing.join}\` joins it here`, span: closing.span };
    this.#sink.report('split-half-joined', span, [opener.name, closing.join], [opened, joined]);
  }

  #misjoined({ opener, transition }: Group, one: Group['closings'][number], two: Group['closings'][number]): void {
    this.#sink.report(
      'split-misjoined',
      two.span,
      [opener.name, one.join, two.join],
      [
        { message: `\`${opener.name}\` opens it here`, span: transition.span },
        { message: `\`${one.join}\` joins it here`, span: one.span },
      ],
    );
  }
}
