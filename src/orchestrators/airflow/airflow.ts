import { NotFound } from '../../client/errors.ts';
import { Fault } from '../fault.ts';
import { textOf } from '../find.ts';
import type { Orchestrator, RunName, RunReport, TaskReport, TriggerRequest } from '../orchestrator.ts';
import { detailOf } from './answers.ts';
import { openApi, type Api } from './api.ts';
import { dagsNamed, readDag, runnableDag, unpause } from './dags.ts';
import { logLines } from './log-lines.ts';
import { PATIENCE, type Patience } from './patience.ts';
import { failRun, readRun, runsNamed, spanOf, stateOf, tasksOf, theRun } from './runs.ts';
import type { Environment } from './token.ts';

// Airflow 3 as an orchestrator. A workflow is a DAG.

/** @param url - Airflow's address, with the path that it may lie under. Throws Fault where `env` does not say who asks. */
export const openAirflow = (url: string, env: Environment, patience: Patience = PATIENCE): Orchestrator =>
  new Airflow(url.replace(/\/+(api\/v2\/*)?$/, ''), env, patience);

class Airflow implements Orchestrator {
  readonly id = 'airflow';
  readonly title = 'Airflow';
  readonly place: string;
  readonly #api: Api;

  constructor(base: string, env: Environment, patience: Patience) {
    this.place = base;
    this.#api = openApi(base, env, patience);
  }

  async workflowsNamed(word: string): Promise<readonly string[]> {
    return dagsNamed(this.#api, word);
  }

  async runsNamed(word: string, workflow?: string): Promise<readonly RunName[]> {
    return runsNamed(this.#api, word, workflow);
  }

  async trigger({ workflow, run, parameters, unpause: unpauses }: TriggerRequest): Promise<void> {
    const dag = await runnableDag(this.#api, workflow);
    if (dag.is_paused && !unpauses) {
      throw new Fault(
        `\`${workflow}\` is paused in Airflow: a run of it would wait until somebody unpauses it`,
        'Say `--unpause`: then its schedule holds too, if it has one.',
      );
    }
    const { error, response } = await this.#api.POST('/api/v2/dags/{dag_id}/dagRuns', {
      params: { path: { dag_id: workflow } },
      body: { dag_run_id: run, logical_date: null, conf: { ...parameters } },
    });
    if (error !== undefined && !(response.status === 409 && (await this.#isThere({ workflow, run })))) {
      throw new Fault(
        `Airflow does not begin a run of \`${workflow}\`: ${detailOf(JSON.stringify(error)) ?? response.status}`,
      );
    }
    // After it is there: where it could not be begun, nothing else begins either.
    if (dag.is_paused) {
      await unpause(this.#api, workflow).catch((error: unknown) => {
        throw error instanceof Fault
          ? new Fault(`\`${textOf({ workflow, run })}\` waits: ${error.message}`, error.help)
          : error;
      });
    }
  }

  /** The id is nobody else's: a run of it came of a request whose answer was lost. */
  async #isThere(name: RunName): Promise<boolean> {
    return (await readRun(this.#api, name)) !== undefined;
  }

  async status(name: RunName): Promise<RunReport> {
    const run = await theRun(this.#api, name);
    const state = stateOf(run);
    const tasks = await tasksOf(this.#api, name);
    const paused = state === 'queued' && (await readDag(this.#api, name.workflow))?.is_paused === true;
    return {
      name,
      state,
      ...spanOf(run),
      url: `${this.place}/dags/${encodeURIComponent(name.workflow)}/runs/${encodeURIComponent(name.run)}`,
      tasks,
      notes: paused
        ? [`\`${name.workflow}\` is paused in Airflow, and nothing of it runs before somebody unpauses it`]
        : [],
    };
  }

  async log(name: RunName, task: TaskReport, attempt: number): Promise<readonly string[]> {
    const lines = await logLines(this.#api, name, task, attempt);
    if (lines !== undefined) return lines;
    const what = `${textOf(name)}/${task.step}/${task.id}`;
    throw new NotFound(`\`${what}\` has no attempt ${attempt}`, what, [], `It has ${task.attempts}, from 0 on.`);
  }

  async stop(name: RunName): Promise<boolean> {
    const state = stateOf(await theRun(this.#api, name));
    if (state === 'succeeded' || state === 'failed') return false;
    await failRun(this.#api, name);
    return true;
  }
}
