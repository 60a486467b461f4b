import { NotFound } from '../../client/errors.ts';
import type { RunName, RunState, TaskReport, TaskState } from '../orchestrator.ts';
import { dataOf, foundIn, rows, type Api, type DagRun, type TaskInstance } from './api.ts';

// DAG runs and their task instances, in the words of every orchestrator.

const STATES: Readonly<Record<DagRun['state'], RunState>> = {
  queued: 'queued',
  running: 'running',
  success: 'succeeded',
  failed: 'failed',
};

export const stateOf = ({ state }: DagRun): RunState => STATES[state];

const TASK_STATES: Readonly<Record<NonNullable<TaskInstance['state']>, TaskState>> = {
  scheduled: 'waiting',
  queued: 'waiting',
  up_for_retry: 'waiting',
  up_for_reschedule: 'waiting',
  restarting: 'waiting',
  running: 'running',
  // The triggerer looks after it.
  deferred: 'running',
  awaiting_input: 'running',
  success: 'succeeded',
  failed: 'failed',
  upstream_failed: 'blocked',
  skipped: 'skipped',
  removed: 'skipped',
};

const pathOf = ({ workflow, run }: RunName): { readonly dag_id: string; readonly dag_run_id: string } => ({
  dag_id: workflow,
  dag_run_id: run,
});

/** Undefined: there is none. */
export async function readRun(api: Api, name: RunName): Promise<DagRun | undefined> {
  const path = pathOf(name);
  return foundIn(await api.GET('/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}', { params: { path } }));
}

export async function theRun(api: Api, name: RunName): Promise<DagRun> {
  const run = await readRun(api, name);
  if (run !== undefined) return run;
  throw new NotFound(`\`${name.workflow}\` has no run \`${name.run}\``, name.run, [], 'Somebody may have deleted it.');
}

/** Names of more runs than these are not looked for: whoever is to choose sees enough. */
const ENOUGH = 9;

/** Every DAG's. */
const ANY = '~';

export async function runsNamed(api: Api, word: string, workflow = ANY): Promise<readonly RunName[]> {
  if (word === 'latest') return Array.fromAsync(runIds(api, workflow, null, 1));
  // What Airflow lets a run be called, but for the `~` alone that means all.
  if (!/^[\w.~:+-]+$/.test(word) || word === ANY) return [];
  if (workflow !== ANY && (await readRun(api, { workflow, run: word })) !== undefined) return [{ workflow, run: word }];
  const found: RunName[] = [];
  for await (const name of runIds(api, workflow, word)) {
    if (name.run === word && workflow !== ANY) return [name];
    if (name.run.startsWith(word) || name.run.endsWith(word)) found.push(name);
    if (found.length === ENOUGH) break;
  }
  return found;
}

/** The latest first. `pattern`: a part of the id. */
async function* runIds(api: Api, workflow: string, pattern: string | null, most?: number): AsyncGenerator<RunName> {
  let count = 0;
  const all = rows(async ({ limit, offset }) => {
    const query = { limit: most ?? limit, offset, order_by: ['-id'], run_id_pattern: pattern };
    const params = { path: { dag_id: workflow }, query };
    const { dag_runs: runs, total_entries: total } = dataOf(await api.GET('/api/v2/dags/{dag_id}/dagRuns', { params }));
    return { rows: runs, total };
  });
  for await (const { dag_id: id, dag_run_id: run } of all) {
    yield { workflow: id, run };
    if (++count === most) return;
  }
}

/** All task instances, in the order in which they were made: that of the DAG, what is mapped when its number is known. */
export async function tasksOf(api: Api, name: RunName): Promise<readonly TaskReport[]> {
  const path = pathOf(name);
  const all = rows(async (page) => {
    const query = { ...page, order_by: ['id'] };
    const { task_instances: tasks, total_entries: total } = dataOf(
      await api.GET('/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances', { params: { path, query } }),
    );
    return { rows: tasks, total };
  });
  return Array.fromAsync(all, reportOf);
}

function reportOf({ task_id: step, map_index: index, state: word, ...task }: TaskInstance): TaskReport {
  const state = word === null ? 'waiting' : TASK_STATES[word];
  return {
    step,
    id: index < 0 ? 'main' : String(index),
    state,
    ...(word === null || word === state || word === 'success' ? {} : { said: word }),
    attempts: task.try_number,
    ...spanOf(task),
  };
}

/** When something began and ended, as far as Airflow says so. */
export const spanOf = ({
  start_date: from,
  end_date: to,
}: Pick<DagRun, 'start_date' | 'end_date'>): { readonly started?: Date; readonly ended?: Date } => ({
  ...(from === null ? {} : { started: new Date(from) }),
  ...(to === null ? {} : { ended: new Date(to) }),
});

/** The task with which every flow ends. */
const LAST = 'end';

/**
 * Ends a run. Its last task is failed first: exit handlers run after a run that is ended so, being teardowns, and Airflow then looks again how it ended, at the last task that
 * is none of them, which would be skipped and make the run a success.
 */
export async function failRun(api: Api, name: RunName): Promise<void> {
  const params = { path: pathOf(name) };
  const task = { path: { ...params.path, task_id: LAST } };
  const alone = { include_upstream: false, include_downstream: false, include_future: false, include_past: false };
  // A DAG that is not flowc's may have no such task.
  foundIn(
    await api.PATCH('/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}', {
      params: task,
      body: { new_state: 'failed', ...alone },
    }),
  );
  dataOf(await api.PATCH('/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}', { params, body: { state: 'failed' } }));
}
