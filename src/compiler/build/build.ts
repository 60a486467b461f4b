import type { Diagnostics } from '../diagnostics/sink.ts';
import { GRAPH_VERSION, type Graph, type Region, type RegionId, type Step, type Transition } from '../ir/graph.ts';
import type { FlowModel, StepModel, TransitionModel } from '../ir/model.ts';
import { walk } from '../ir/walk.ts';
import { modelRules } from './rules.ts';
import { findScopeFlow, type NaturalLoop, type ScopeFlow } from './scope-flow.ts';
import { findScopes, type Scope } from './scopes.ts';
import { regionId, structure } from './structure.ts';

/**
 * Makes the graph of a flow and its region tree. Reports every way in which the transitions are no tree of regions, and then answers undefined.
 * Time and memory are linear in the flow's size.
 */
export function buildGraph(model: FlowModel, sink: Diagnostics): Graph | undefined {
  for (const rule of modelRules) rule(model, sink);
  const scopes = findScopes(model, sink);
  const whole = !sink.hasErrors;
  const flows = new Map(scopes.all.map((scope) => [scope, findScopeFlow(scope, scopes, whole, sink)]));
  if (sink.hasErrors) return undefined;
  const { regions, body } = structure(flows, scopes.joinOf);
  const steps = new Map(model.steps.map((step) => [step.name, step]));
  const placed = [...walk(body, regions)];
  return {
    version: GRAPH_VERSION,
    flow: flowInfo(model),
    parameters: model.parameters,
    fields: model.fields,
    steps: placed.flatMap(({ item, parent }) => {
      const step = item.kind === 'step' ? steps.get(item.step) : undefined;
      return step === undefined ? [] : [graphStep(step, parent, flowOf(step, scopes.of, flows))];
    }),
    regions: placed.flatMap(({ item, parent }) => {
      const region = item.kind === 'region' ? regions.get(item.region) : undefined;
      return region === undefined ? [] : [parent === undefined ? region : withParent(region, parent)];
    }),
    body,
    exitHandlers: model.exitHandlers,
  };
}

function flowInfo({ name, file, span, doc, settings }: FlowModel): Graph['flow'] {
  return { name, file, span, settings, ...(doc === undefined ? {} : { doc }) };
}

const withParent = (region: Region, parent: RegionId): Region => ({ ...region, parent });

function flowOf(
  step: StepModel,
  scopeOf: ReadonlyMap<string, Scope>,
  flows: ReadonlyMap<Scope, ScopeFlow>,
): ScopeFlow | undefined {
  const scope = scopeOf.get(step.name);
  return scope === undefined ? undefined : flows.get(scope);
}

function graphStep(step: StepModel, region: RegionId | undefined, flow: ScopeFlow | undefined): Step {
  const transitions = step.transitions.map((transition) => graphTransition(transition, step, flow));
  return region === undefined ? { ...step, transitions } : { ...step, transitions, region };
}

function graphTransition(transition: TransitionModel, step: StepModel, flow: ScopeFlow | undefined): Transition {
  const { maxVisits: _, ...kept } = transition;
  const loop = flow === undefined ? undefined : loopWay(transition, step, flow);
  return loop === undefined ? kept : { ...kept, loop };
}

/** Whether a transition goes back to a header or leaves loops, and then the outermost that it leaves. */
function loopWay(transition: TransitionModel, step: StepModel, flow: ScopeFlow): Transition['loop'] {
  const edge = flow.edges.get(step.name)?.find((candidate) => candidate.transition === transition);
  if (edge === undefined) return undefined;
  const around = new Set(loopsAround(flow.loopOf.get(edge.to?.name ?? '')));
  let left: NaturalLoop | undefined;
  for (const loop of loopsAround(flow.loopOf.get(step.name))) {
    if (loop.header === edge.to) return { id: regionId('loop', loop.header), way: 'again' };
    if (!around.has(loop)) left = loop;
  }
  return left === undefined ? undefined : { id: regionId('loop', left.header), way: 'leave' };
}

function* loopsAround(inner: NaturalLoop | undefined): Generator<NaturalLoop> {
  for (let loop = inner; loop !== undefined; loop = loop.parent) yield loop;
}
