import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { DataUse, StepModel, TransitionModel } from '../../ir/model.ts';
import { spanOf } from '../../parse/source.ts';
import type { FlowClass, MethodMember } from '../flow-class.ts';
import { Bodies } from './bodies.ts';
import { dataUseOf } from './data-use.ts';
import { expression } from './expressions.ts';
import { checkPaths } from './paths.ts';
import { transitionsOf } from './transitions.ts';

// What the bodies of a flow's methods say: where a step goes on, and what it does with the flow's data. A body becomes a graph of events (statements.ts,
// expressions.ts, chains.ts and what they call), the graph is solved for what holds at each of its points (solve.ts), and the answers are read off.

export interface StepBody {
  readonly takes: StepModel['takes'];
  readonly transitions: readonly TransitionModel[];
  readonly data: DataUse;
}

/** Methods of a flow are summarised once for all its steps. */
const bodiesOf = new WeakMap<FlowClass, Bodies>();

function bodies(flow: FlowClass, sink: Diagnostics): Bodies {
  let known = bodiesOf.get(flow);
  if (!known) bodiesOf.set(flow, (known = new Bodies(flow, sink)));
  return known;
}

/** Analyses a step. Reports what is wrong inside its body; whether its targets make a graph, and its data are there, is for later phases. */
export function analyzeBody(step: MethodMember, flow: FlowClass, sink: Diagnostics): StepBody {
  const takes = takenBy(step, flow, sink);
  const solved = bodies(flow, sink).analyze(step, takes === 'inputs');
  if (step.name !== 'end') checkPaths(step, solved.cfg, solved.facts.keys(), !solved.misplacedNext, sink);
  return { takes, transitions: transitionsOf(solved, sink), data: dataUse(step, solved, sink) };
}

/** Analyses a method under `@onExit`. */
export function analyzeExitHandler(method: MethodMember, flow: FlowClass, sink: Diagnostics): DataUse {
  return dataUse(method, bodies(flow, sink).analyze(method, false), sink);
}

/** Looks for what only a step may do in all that is no step: methods that nobody calls, accessors, constructors and initialisers. */
export function checkOtherBodies(flow: FlowClass, sink: Diagnostics): void {
  const known = bodies(flow, sink);
  for (const member of flow.members.values()) {
    const { name, source, depth } = member;
    if (member.kind === 'method' || member.kind === 'getter' || member.kind === 'setter') known.method(member);
    if (member.kind !== 'field' || !member.value) continue;
    const { value } = member;
    known.initialiser({ kind: 'initialiser', name, source, depth }, (walk) => walk.plan(() => expression(walk, value)));
  }
  for (const member of flow.node.body.body) {
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    known.method({
      kind: 'method',
      name: 'constructor',
      source: flow.source,
      depth: 0,
      node: member,
      body: member.value,
    });
  }
}

function dataUse(method: MethodMember, solved: ReturnType<Bodies['analyze']>, sink: Diagnostics): DataUse {
  if (solved.cfg.escapes) sink.report('this-escapes', solved.cfg.escapes, [method.name]);
  return dataUseOf(solved);
}

/** What the step's parameter makes it. */
function takenBy(step: MethodMember, flow: FlowClass, sink: Diagnostics): StepModel['takes'] {
  const [parameter, second] = step.body.params.filter((each) => each.type !== 'Identifier' || each.name !== 'this');
  if (!parameter) return 'nothing';
  if (second) sink.report('step-parameters', spanOf(step.source, second), [step.name]);
  if (parameter.type === 'RestElement') sink.report('step-parameters', spanOf(step.source, parameter), [step.name]);
  const pattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (!('typeAnnotation' in pattern) || !flow.isInputsType(pattern.typeAnnotation, step.source)) return 'element';
  if (pattern !== parameter) sink.report('inputs-default', spanOf(step.source, parameter), [step.name]);
  return 'inputs';
}
