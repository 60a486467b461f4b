import type { RunRecord } from '../runtime/store/records.ts';

/** The workflow that Argo shows, where a run is Argo's: its id is the workflow's name and the beginning of its uid. */
export function workflowOf({ engine, run }: Pick<RunRecord, 'engine' | 'run'>): string | undefined {
  const [kind, uid = ''] = engine.split('/');
  const ending = `-${uid.slice(0, 8)}`;
  return kind === 'argo' && uid !== '' && run.endsWith(ending) ? run.slice(0, -ending.length) : undefined;
}

/** The workflow that a run would be of by its id, where that is all that is known of it. */
export const workflowIn = (run: string): string | undefined => /^(.+)-[0-9a-f]{8}$/s.exec(run)?.[1];

/** The DAG that Airflow shows, where a run is Airflow's: `airflow/<dag id>/<run id>/<moment>` ran it, and its id is that of the DAG's run. */
export function dagOf({ engine }: Pick<RunRecord, 'engine'>): string | undefined {
  const [kind, dag = ''] = engine.split('/');
  return kind === 'airflow' && dag !== '' ? dag : undefined;
}

/** What Step Functions calls the run, `train-flow/<execution>`: `step-functions/<ARN of the execution>/<moment>` ran it. */
export function executionOf({ engine }: Pick<RunRecord, 'engine'>): string | undefined {
  const [kind, arn = ''] = engine.split('/');
  const [machine, execution] = arn.split(':').slice(-2);
  return kind === 'step-functions' && execution !== undefined ? `${machine}/${execution}` : undefined;
}

/** What Airflow calls that run, `train-flow/scheduled__…`: its id here may have the DAG's before it. */
export function dagRunOf({ engine }: Pick<RunRecord, 'engine'>): string | undefined {
  const [kind, dag = '', run = ''] = engine.split('/');
  return kind === 'airflow' && run !== '' ? `${dag}/${run}` : undefined;
}
