import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { runnables } from '../runnables.ts';
import { checkSupport } from '../support.ts';
import { blocksOf, chainsBetween } from './blocks.ts';
import { checkGraph, MAX_TASKS } from './check-graph.ts';
import { checkAirflow } from './check.ts';
import { groupsOf } from './groups.ts';
import { unroll } from './instances.ts';
import { isGroup, type Block, type DagFile, type Uses } from './manifest.ts';
import { dagIdOf, nameAll } from './names.ts';
import { defaultArguments, exitOperator, isBash, sharedEnvironment } from './operators.ts';
import type { AirflowOptions } from './options.ts';
import { paramsOf } from './parameters.ts';
import { Call, Name, type Assignment } from './python.ts';
import { ENVIRONMENT, type FileContext, type Kwargs } from './shim-task.ts';
import { isOperator, sharedBy } from './shared.ts';
import { eventFields, scheduleOf } from './starts.ts';
import { supports } from './supports.ts';

/** Lowers a verified graph to a DAG file. Reports what Airflow cannot hold, or would only find out in a run. */
export function lowerAirflow(graph: Graph, options: AirflowOptions, sink: Diagnostics): DagFile {
  checkSupport(graph, 'Airflow', supports, sink);
  checkAirflow(graph, options, sink);
  const unrolled = unroll(graph, new Set(options.collapse), MAX_TASKS);
  const groups = groupsOf(graph, unrolled);
  const methods = graph.exitHandlers.map(({ name }) => name);
  const names = nameAll(groups, unrolled.places, methods);
  checkGraph(graph, { unrolled, groups, names, options }, sink);
  const dagId = dagIdOf(graph.flow.name, graph.flow.settings.project);
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const context: FileContext = { graph, steps, options, names, dagId };
  const blocks = blocksOf(context, unrolled.places, groups);
  const exitHandlers = graph.exitHandlers.map((handler) => {
    return { variable: new Name(names.exitHandler(handler.name)), value: exitOperator(context, handler) };
  });
  const shared = sharedBy(operatorsIn([...blocks, ...exitHandlers]), defaultArguments(context));
  return {
    dagId,
    command: `flowc compile ${graph.flow.file}#${graph.flow.name} --target airflow`,
    version: options.airflowVersion,
    uses: usesOf(context, blocks, Math.max(...groups.map(({ scope }) => scope.depth))),
    environment: {
      variable: new Name(ENVIRONMENT),
      value: { ...sharedEnvironment(context), ...shared.environment },
    },
    eventFields: eventFields(graph.flow.settings.trigger),
    dag: dagCall(context, shared.defaults),
    blocks: blocks.map((block) =>
      isGroup(block) ? { ...block, tasks: block.tasks.map(shared.without) } : shared.without(block),
    ),
    chains: chainsBetween(groups, names),
    exitHandlers: exitHandlers.map(shared.without),
  };
}

const operatorsIn = (blocks: readonly Block[]): readonly Call[] =>
  blocks
    .flatMap((block) => (isGroup(block) ? block.tasks : [block]))
    .flatMap(({ value }) => (isOperator(value) ? [value] : []));

const isTaskGroup = ({ value }: Assignment): boolean => value instanceof Call && value.callee.name === 'TaskGroup';

function dagCall(context: FileContext, shared: Kwargs): Call {
  const { graph, options, dagId } = context;
  const { doc, settings } = graph.flow;
  const { schedule, trigger, tags } = settings;
  const fromEvent = new Set(trigger?.parameters.map(({ parameter }) => parameter));
  const params = paramsOf(graph.parameters, fromEvent);
  const kwargs: Kwargs = {
    dag_id: dagId,
    // A text that ends so would be the name of a file to read.
    ...(doc === undefined ? {} : { doc_md: doc.endsWith('.md') ? `${doc}\n` : doc }),
    schedule: scheduleOf(graph),
    start_date: new Call('datetime', [2024, 1, 1], { tzinfo: new Name('timezone.utc') }),
    catchup: false,
    ...(schedule?.concurrency === 'forbid' ? { max_active_runs: 1 } : {}),
    ...(options.parallelism === undefined ? {} : { max_active_tasks: options.parallelism }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(eventFields(trigger) === undefined
      ? {}
      : { user_defined_macros: { event_parameters: new Name('event_parameters') } }),
    default_args: shared,
    tags: [...new Set(['flowc', ...tags])],
  };
  return new Call('DAG', [], kwargs);
}

/** @param depth - How many foreaches are open at the most. */
function usesOf({ graph, options }: FileContext, blocks: readonly Block[], depth: number): Uses {
  const { settings } = graph.flow;
  const all = runnables(graph).map((one) => one.settings);
  return {
    operator: isBash(options) ? 'BashOperator' : 'KubernetesPodOperator',
    mapping: depth > 0,
    nesting: depth > 1,
    taskGroups: blocks.some((block) => (isGroup(block) ? block.tasks : [block]).some(isTaskGroup)),
    params: graph.parameters.length > 0,
    timetable: settings.schedule !== undefined,
    assetOrTime: settings.schedule !== undefined && (settings.trigger ?? settings.triggerOnFinish) !== undefined,
    assetSets: settings.trigger !== undefined && settings.triggerOnFinish !== undefined,
    timedelta: depth > 0 || all.some(({ retry, timeout }) => retry !== undefined || timeout !== undefined),
    doubling: options.airflowVersion === undefined && all.some(({ retry }) => (retry?.backoff ?? 1) !== 1),
  };
}
