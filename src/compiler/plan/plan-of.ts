import { CONTRACT_VERSION } from '../../runtime/protocol.ts';
import type { Plan, PlanExitHandler, PlanSettings, PlanStep, Wanted, Way } from '../../runtime/plan.ts';
import { DataFlow } from '../check/data-flow.ts';
import type { Graph, Region, RegionId, Step, Transition } from '../ir/graph.ts';
import type { DataUse, ExitHandler } from '../ir/model.ts';
import type { StepSettings } from '../ir/settings.ts';
import type { Span } from '../ir/span.ts';
import { placesIn, type Place, type Places } from './places.ts';
import { sha256 } from './sha256.ts';

// What a task or the local engine needs to know of a flow, from all that the compiler knows. Time and memory are linear in the flow's size.

/** `lineOf`: the line of a span's start, from 1, where the caller has the texts; the graph itself knows offsets only. */
export function planOf(graph: Graph, lineOf: (span: Span) => number | undefined = () => undefined): Plan {
  const { name, file, settings } = graph.flow;
  const sourceOf = (span: Span): string => [span.file, lineOf(span)].filter((part) => part !== undefined).join(':');
  const names: Names = {
    artifacts: new Set(graph.fields.flatMap((field) => (field.kind === 'artifact' ? [field.name] : []))),
    parameters: new Set(graph.parameters.map((parameter) => parameter.name)),
  };
  const steps = stepsOf(graph, names, sourceOf);
  const { project, tags } = settings;
  return {
    contract: CONTRACT_VERSION,
    flow: name,
    file,
    graph: hashOf(steps),
    parameters: planParameters(graph),
    artifacts: [...names.artifacts],
    tags,
    ...(project === undefined ? {} : { project: withoutSpan(project) }),
    steps: Object.fromEntries(steps),
    exitHandlers: Object.fromEntries(
      graph.exitHandlers.map((handler) => [handler.name, handlerOf(handler, names, sourceOf(handler.span))]),
    ),
  };
}

/** The plan's parameters, for who checks them before anything else is asked of the plan. */
export const planParameters = ({ parameters }: Graph): Plan['parameters'] => parameters.map(withoutSpan);

interface Names {
  readonly artifacts: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
}

type Named<T> = readonly (readonly [name: string, what: T])[];

function stepsOf(graph: Graph, names: Names, sourceOf: (span: Span) => string): Named<PlanStep> {
  const places = placesIn(graph);
  const regions = new Map(graph.regions.map((region) => [region.id, region]));
  const joins = new Set(graph.steps.flatMap(({ name, takes }) => (takes === 'inputs' ? [name] : [])));
  const suppliedTo = suppliesOf(graph);
  return graph.steps.map((step) => [
    step.name,
    {
      source: sourceOf(step.span),
      ...(step.doc === undefined ? {} : { doc: step.doc }),
      takes: step.takes,
      ...placeOf(step.name, places),
      ways: step.transitions.map((transition) => wayOf(step.name, transition, { places, regions, joins })),
      needs: wanted(step.data, names.artifacts),
      parameters: wanted(step.data, names.parameters),
      inputs: inputsOf(step.data),
      ...suppliedTo(step),
      settings: settingsOf(step.settings),
    },
  ]);
}

/** Asks the data flow only where the answer matters: few flows merge after a foreach. */
function suppliesOf(graph: Graph): (step: Step) => Pick<PlanStep, 'supplied'> {
  const closing = new Set(graph.regions.flatMap((region) => (region.kind === 'foreach' ? [region.join] : [])));
  // Of code that was given `this` nobody knows what it sets.
  const isKnown = graph.steps.every(({ data }) => data.escapes === undefined);
  let flow: DataFlow | undefined;
  return (step) => {
    if (!isKnown || step.data.merges.length === 0 || !closing.has(step.name)) return {};
    flow ??= new DataFlow(graph);
    const { artifacts, optional } = flow;
    const surely = flow.supply(step)?.set;
    return { supplied: artifacts.filter((name, at) => surely?.has(at) === true && !optional.has(name)) };
  };
}

function placeOf(step: string, { of, meets }: Places): Place & Pick<PlanStep, 'meet'> {
  const place = of.get(step);
  if (place === undefined) throw new Error(`the region tree holds no ${step}`);
  const meet = meets.get(step);
  return meet === undefined ? place : { ...place, meet };
}

interface Shape {
  readonly places: Places;
  readonly regions: ReadonlyMap<RegionId, Region>;
  readonly joins: ReadonlySet<string>;
}

function wayOf(step: string, { kind, targets, loop }: Transition, { places, regions, joins }: Shape): Way {
  const names = targets.map((target) => target.step);
  const [first = ''] = names;
  const join = kind === 'go' ? undefined : places.of.get(first)?.scope?.join;
  const around = loopsAround(kind === 'go' && joins.has(first) ? undefined : (join ?? first), places);
  const leaves = loopsAround(step, places).find((header, at) => around[at] !== header);
  const back = loop?.way === 'again' ? regions.get(loop.id) : undefined;
  return {
    kind,
    targets: names,
    ...(join === undefined ? {} : { join }),
    ...(back?.kind === 'loop' ? { again: back.header } : {}),
    ...(back?.kind === 'loop' && back.maxVisits !== undefined ? { maxVisits: back.maxVisits } : {}),
    ...(leaves === undefined ? {} : { leaves }),
  };
}

/** Around no step, past the end of a branch or body, there is none. */
const loopsAround = (step: string | undefined, { of }: Places): readonly string[] => of.get(step ?? '')?.loops ?? [];

/** Of the steps in any order, their ways on in any order: moving source about is no change. That a body's first step names its element is none either. */
function hashOf(steps: Named<PlanStep>): string {
  const lines = steps.map(([name, { takes, ways }]) => {
    const out = ways.map(({ kind, targets, maxVisits = null }) => JSON.stringify([targets, kind, maxVisits]));
    return JSON.stringify([name, takes === 'inputs', ...out.toSorted()]);
  });
  return sha256(lines.toSorted().join('\n'));
}

const wanted = ({ needs, escapes }: DataUse, among: ReadonlySet<string>): Wanted =>
  escapes === undefined ? needs.filter((name) => among.has(name)) : 'all';

const inputsOf = ({ inputs, inputsEscape }: DataUse): Wanted =>
  inputsEscape === undefined ? [...new Set(inputs.map(({ name }) => name))] : 'all';

const handlerOf = ({ when, data, settings }: ExitHandler, { artifacts }: Names, source: string): PlanExitHandler => ({
  source,
  when,
  needs: wanted(data, artifacts),
  settings: settingsOf(settings),
});

const SETTINGS = [
  'retry',
  'timeout',
  'catchError',
  'resources',
  'environment',
  'secrets',
  'image',
] as const satisfies readonly (keyof PlanSettings & keyof StepSettings)[];

/** What only an engine's manifest says stays out, and where each was written. */
function settingsOf(settings: StepSettings): PlanSettings {
  return Object.fromEntries(SETTINGS.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]])));
}

function withoutSpan<T extends { readonly span: Span }>({ span: _, ...rest }: T): Omit<T, 'span'> {
  return rest;
}
