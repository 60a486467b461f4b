import type { ExitHandler } from '../../src/compiler/ir/model.ts';
import type { StepSettings } from '../../src/compiler/ir/settings.ts';
import { environment, flags } from '../../src/runtime/protocol.ts';
import { bashEnvironment, bashTask, sharedByBash } from './bash.ts';
import { collapsedSettings, stepsOf } from './collapsed.ts';
import type { Node } from './groups.ts';
import type { Instance } from './instances.ts';
import { podTask, sharedByPods } from './kubernetes.ts';
import type { AirflowOptions } from './options.ts';
import type { Places } from './places.ts';
import { Name, type Call, type Python } from './python.ts';
import { retries, seconds } from './retries.ts';
import type { FileContext, Kwargs, ShimTask } from './shim-task.ts';
import { finished, parametersOf } from './starts.ts';
import { inertInBash, inertInPod, JSON_FILTER, JSON_FILTER_IN_POD } from './texts.ts';

// Operators: one for each task, which runs the shim. What all share stands in the DAG's default arguments; here is what sets one apart.

/** What the engine grants an attempt beyond its `@timeout`, in seconds: the shim ends an attempt in time and says so. */
const MARGIN = 600;

/**
 * Unlike that of a run that was deleted and is made again under the same id. A run that is cleared has another start too, but then the first task is
 * no longer on its first try, which alone asks.
 */
const ENGINE = 'airflow/{{ dag.dag_id }}/{{ run_id }}/{{ dag_run.start_date }}';

/** @param loop - The group of the innermost loop around it. */
export function stepOperator(
  context: FileContext,
  places: Places,
  { instance, rule, guard }: Node,
  loop: string | undefined,
): Call {
  const { graph, steps, names, dagId, options } = context;
  const { step, visits, scope, collapsed, opens } = instance;
  const settings = settingsOf(context, places, instance);
  const doc = steps.get(step)?.doc;
  const json = isBash(options) ? JSON_FILTER : JSON_FILTER_IN_POD;
  const parameters = begins(context, instance) ? parametersOf(graph, json) : undefined;
  return operator(context, {
    id: names.task(instance),
    step,
    mapped: scope.depth > 0,
    visits: visits.map((visit) => `v${visit}`).join('.'),
    flags: [...(collapsed === undefined ? [] : [flags.collapsed]), ...(guard ? [flags.guard] : [])],
    opens: opens.length > 0,
    ...(parameters === undefined ? {} : { parameters }),
    settings,
    common: {
      ...retries(settings, options),
      ...deadline(settings),
      ...(rule === 'all_success' ? {} : { trigger_rule: rule }),
      ...(step === 'end' ? { outlets: [finished(dagId)] } : {}),
      ...(loop === undefined ? {} : { task_group: new Name(loop) }),
      ...(doc === undefined ? {} : { doc_md: doc }),
    },
  });
}

/** An exit handler: a teardown, which runs whatever has happened and leaves the run's state alone. The runtime finds out how the run ended. */
export function exitOperator(context: FileContext, { name, settings }: ExitHandler): Call {
  return operator(context, {
    id: context.names.exitHandler(name),
    step: name,
    mapped: false,
    visits: '',
    flags: [flags.exit, flags.guard],
    opens: false,
    settings,
    common: { ...retries(settings, context.options), ...deadline(settings) },
  });
}

/** The DAG's default arguments. */
export function defaultArguments(context: FileContext): Kwargs {
  const { pool, queue, owner } = context.options;
  return {
    ...(owner === undefined ? {} : { owner }),
    // Airflow's own configuration may have another number.
    retries: 0,
    do_xcom_push: false,
    ...(pool === undefined ? {} : { pool }),
    ...(queue === undefined ? {} : { queue }),
    ...(isBash(context.options) ? sharedByBash() : sharedByPods(context)),
  };
}

/** The environment that all tasks share. */
export function sharedEnvironment({ graph, options }: FileContext): Kwargs {
  const { datastore, code } = options;
  const text = isBash(options) ? inertInBash : inertInPod;
  return {
    [environment.flow]: text(graph.flow.name),
    // DAGs of one flow in several projects would have the same run ids.
    [environment.run]: graph.flow.settings.project === undefined ? '{{ run_id }}' : '{{ dag.dag_id }}.{{ run_id }}',
    [environment.engine]: ENGINE,
    ...(datastore === undefined ? {} : { [environment.datastore]: text(datastore) }),
    ...(code === undefined ? {} : { [environment.code]: code.id }),
    [environment.attempt]: '{{ ti.try_number - 1 }}',
    [environment.tries]: '{{ ti.max_tries + 1 }}',
    ...(isBash(options) ? bashEnvironment : {}),
  };
}

const operator = (context: FileContext, task: ShimTask): Call =>
  isBash(context.options) ? bashTask(task) : podTask(task, context);

export const isBash = ({ executor }: AirflowOptions): boolean => executor === 'bash';

function settingsOf({ graph, steps }: FileContext, places: Places, { step, collapsed }: Instance): StepSettings {
  if (collapsed !== undefined) return collapsedSettings(stepsOf(graph, places, collapsed));
  return steps.get(step)?.settings ?? { spans: {} };
}

const begins = ({ graph }: FileContext, { step, scope, visits }: Instance): boolean =>
  step === graph.steps[0]?.name && scope.depth === 0 && visits.every((visit) => visit === 0);

const deadline = ({ timeout }: StepSettings): Readonly<Record<string, Python>> =>
  timeout === undefined ? {} : { execution_timeout: seconds(Math.ceil(timeout) + MARGIN) };
