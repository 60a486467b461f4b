import type { Diagnostics } from '../diagnostics/sink.ts';
import type { ExitHandler, FlowModel, StepModel } from '../ir/model.ts';
import type { FlowSettings, Parameter, StepSettings } from '../ir/settings.ts';
import type { Modules } from '../parse/modules.ts';
import { spanOf } from '../parse/source.ts';
import { analyzeBody, analyzeExitHandler, checkOtherBodies } from './body/analyze-body.ts';
import type { Link } from './class-chain.ts';
import { declaredMembers, type DeclaredMember } from './declared-member.ts';
import { decoratorsOf, type FoundDecorator } from './decorators-of.ts';
import {
  overSettings,
  readExitMoment,
  readFlowSettings,
  readStepSettings,
  type ReadContext,
} from './decorators/read-settings.ts';
import { docBefore } from './doc.ts';
import { Evaluator } from './evaluate/evaluator.ts';
import { readFields } from './fields.ts';
import { findFlows, nameSpan, type FoundFlow } from './find-flows.ts';
import type { FlowClass, MethodMember } from './flow-class.ts';
import { foldClass } from './fold-class.ts';
import { readParameter } from './parameters/read-parameter.ts';
import { noWayOn } from './rules/catch-error.ts';
import { classRules, modelRules } from './rules/index.ts';

/**
 * From syntax to models: the flows that a file exports, in the order in which it exports them.
 *
 * Requires nothing of the file. Ensures that, if nothing was reported as an error, every model is whole: all names resolved, all decorators
 * evaluated. Reports what is wrong with files, classes, members, decorators, parameters and the bodies of steps; whether the steps make a
 * graph is for later phases.
 */
export function analyzeFlows(entry: string, modules: Modules, sink: Diagnostics): FlowModel[] {
  const module = modules.load(entry);
  if (!module) {
    sink.report('module-not-found', { file: entry, start: 0, end: 0 }, [entry]);
    return [];
  }
  const evaluator = new Evaluator(modules, sink);
  return findFlows(module, modules, sink).map((found) => new FlowReader(found, modules, evaluator, sink).read());
}

class FlowReader {
  readonly #found: FoundFlow;
  readonly #modules: Modules;
  readonly #sink: Diagnostics;
  readonly #declared: readonly DeclaredMember[];
  readonly #flow: FlowClass;
  readonly #evaluator: Evaluator;
  readonly #context: ReadContext;
  /** The declaration of each method that is a member of the folded class. */
  readonly #declarations: ReadonlyMap<MethodMember['node'], DeclaredMember>;

  constructor(found: FoundFlow, modules: Modules, evaluator: Evaluator, sink: Diagnostics) {
    this.#found = found;
    this.#modules = modules;
    this.#sink = sink;
    this.#evaluator = evaluator;
    this.#declared = declaredMembers(found.chain, modules);
    this.#flow = foldClass(found.name, found.chain, this.#declared, modules);
    this.#context = { evaluator, sink, parameters: this.#flow.parameterNames };
    this.#declarations = new Map(
      this.#declared.flatMap((member) => (member.node.type === 'MethodDefinition' ? [[member.node, member]] : [])),
    );
  }

  read(): FlowModel {
    const { chain, name } = this.#found;
    const flow = this.#flow;
    const rules = { flow, chain, declared: this.#declared, modules: this.#modules, sink: this.#sink };
    for (const rule of classRules) rule(rules);
    const { forSteps, forFlow } = this.#classSettings();
    const steps = this.#methods('step').map((member) => this.#step(member, forSteps));
    const exitHandlers = this.#methods('exit-handler').flatMap((member) => this.#exitHandler(member, forSteps));
    checkOtherBodies(flow, this.#sink);
    const written = new Set(
      steps.flatMap(({ data, settings }) => [
        ...data.writes,
        ...(settings.catchError === undefined ? [] : [settings.catchError]),
      ]),
    );
    const [own] = chain.links as readonly [Link, ...Link[]];
    const doc = docBefore(own.module.source.text, own.start);
    const model: FlowModel = {
      name,
      file: own.module.source.path,
      span: nameSpan(own),
      ...(doc !== undefined && { doc }),
      settings: forFlow,
      parameters: this.#parameters(),
      fields: readFields(flow, chain, written, this.#modules),
      steps,
      exitHandlers,
    };
    for (const rule of modelRules) rule(rules, model);
    return model;
  }

  /** What the classes of the chain say, each over its base; what starts runs only the flow's own. */
  #classSettings(): { readonly forSteps: StepSettings; readonly forFlow: FlowSettings } {
    let forSteps: StepSettings = { spans: {} };
    let forFlow: FlowSettings = { tags: [] };
    for (const [index, { module, node }] of [...this.#found.chain.links.entries()].toReversed()) {
      const decorators = decoratorsOf(node.decorators, module, this.#modules);
      forSteps = overSettings(readStepSettings(decorators, this.#context), forSteps);
      forFlow = { ...forFlow, ...readFlowSettings(decorators, index === 0, this.#context) };
    }
    return { forSteps, forFlow };
  }

  #methods(kind: MethodMember['kind']): MethodMember[] {
    return [...this.#flow.members.values()].filter((member): member is MethodMember => member.kind === kind);
  }

  #decoratorsOf(member: MethodMember): readonly FoundDecorator[] {
    return this.#declarations.get(member.node)?.decorators ?? [];
  }

  #step(member: MethodMember, base: StepSettings): StepModel {
    const own = readStepSettings(this.#decoratorsOf(member), this.#context);
    const doc = docBefore(member.source.text, member.node.start);
    const step: StepModel = {
      name: member.name,
      span: spanOf(member.source, member.node.key),
      ...(doc !== undefined && { doc }),
      ...analyzeBody(member, this.#flow, this.#sink),
      settings: overSettings(own, base),
    };
    const inherits = own.catchError === undefined && base.catchError !== undefined;
    return inherits && noWayOn(step) !== undefined ? { ...step, settings: withoutCatchError(step.settings) } : step;
  }

  #exitHandler(member: MethodMember, base: StepSettings): ExitHandler[] {
    const decorators = this.#decoratorsOf(member);
    const found = decorators.find((decorator) => decorator.name === 'onExit');
    const when = found && readExitMoment(found, this.#context);
    const data = analyzeExitHandler(member, this.#flow, this.#sink);
    if (!when) return [];
    const settings = withoutCatchError(overSettings(readStepSettings(decorators, this.#context), base));
    return [{ name: member.name, when, span: spanOf(member.source, member.node.key), data, settings }];
  }

  #parameters(): Parameter[] {
    const kinds = new Map(this.#declared.map(({ node, parameterKind }) => [node, parameterKind]));
    return [...this.#flow.members.values()].flatMap((member) => {
      const kind = member.kind === 'parameter' ? kinds.get(member.node) : undefined;
      if (member.kind !== 'parameter' || kind === undefined || member.name.startsWith('#')) return [];
      const module = this.#modules.moduleOf(member.source);
      return readParameter(member, kind, { module, evaluator: this.#evaluator, sink: this.#sink }) ?? [];
    });
  }
}

function withoutCatchError({ catchError: _, spans, ...settings }: StepSettings): StepSettings {
  const { catchError: _span, ...others } = spans;
  return { ...settings, spans: others };
}
