import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph, Loop } from '../../src/compiler/ir/graph.ts';
import type { StepSettings } from '../../src/compiler/ir/settings.ts';
import { loopPlaces } from '../runnables.ts';
import { stepsOf } from './collapsed.ts';
import type { Group } from './groups.ts';
import type { Scope, Unrolled } from './instances.ts';
import { MAX_ID, type AirflowNames } from './names.ts';
import { isBash } from './operators.ts';
import type { AirflowOptions } from './options.ts';

// What a flow comes to when its loops are unrolled and its foreaches flattened, held against what Airflow holds.

/** Tasks of one DAG. Airflow knows no bound; a file of more takes minutes to read, and every scheduler reads it again and again. */
export const MAX_TASKS = 10_000;

/** https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html#max-map-length */
const MAX_MAP_LENGTH = 1024;

export interface Lowered {
  readonly unrolled: Unrolled;
  readonly groups: readonly Group[];
  readonly names: AirflowNames;
  readonly options: AirflowOptions;
}

export function checkGraph(graph: Graph, lowered: Lowered, sink: Diagnostics): void {
  const { unrolled, options } = lowered;
  const placeOf = loopPlaces(graph);
  for (const loop of unrolled.unbounded) {
    const { way, related } = placeOf(loop);
    sink.report('airflow-loop-without-bound', way, [loop.header], related);
  }
  if (unrolled.tooMany) return sink.report('airflow-too-many-tasks', graph.flow.span, [graph.flow.name, MAX_TASKS]);
  checkCollapse(graph, unrolled, options, sink);
  checkLengths(graph, unrolled.scopes, sink);
  checkIds(graph, lowered, sink);
}

function checkCollapse(graph: Graph, { places }: Unrolled, options: AirflowOptions, sink: Diagnostics): void {
  const loops = graph.regions.filter((region): region is Loop => region.kind === 'loop');
  for (const header of options.collapse ?? []) {
    const loop = loops.find((one) => one.header === header);
    // The setting may be meant for several flows.
    if (loop === undefined || isBash(options)) continue;
    const steps = stepsOf(graph, places, loop);
    for (const key of ['image', 'kubernetes'] as const) {
      const other = steps.find(({ settings }) => said(settings, key) !== said(steps[0]?.settings, key));
      if (other !== undefined)
        sink.report('airflow-collapsed-differ', other.settings.spans[key] ?? other.span, [header, other.name, key]);
    }
  }
}

const said = (settings: StepSettings | undefined, key: 'image' | 'kubernetes'): string =>
  JSON.stringify(settings?.[key] ?? null);

/** How many elements the flattened foreaches have, as far as they are written out. */
function checkLengths(graph: Graph, scopes: readonly Scope[], sink: Diagnostics): void {
  const lengths = new Map<Scope, number>();
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const told = new Set<string>();
  for (const scope of scopes) {
    const { opener, first } = scope;
    const transition = steps.get(opener?.step ?? '')?.transitions.find(({ targets }) => targets[0]?.step === first);
    const around = opener === undefined ? 1 : (lengths.get(opener.scope) ?? 1);
    const length = around * (transition?.count ?? 1);
    lengths.set(scope, length);
    if (length <= MAX_MAP_LENGTH || transition?.count === undefined || told.has(first)) continue;
    told.add(first);
    sink.report('airflow-map-too-long', transition.span, [first, length, MAX_MAP_LENGTH]);
  }
}

function checkIds(graph: Graph, { groups, names }: Lowered, sink: Diagnostics): void {
  for (const group of groups)
    for (const { instance } of group.nodes) {
      const id = names.path(group, instance);
      if (id.length <= MAX_ID) continue;
      const span = graph.steps.find(({ name }) => name === instance.step)?.span ?? graph.flow.span;
      return sink.report('airflow-id-too-long', span, [instance.step, id.length, MAX_ID]);
    }
}
