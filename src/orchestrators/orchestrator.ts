import type { Json } from '../runtime/json.ts';

// What flowc asks of an orchestrator that runs a compiled flow: to begin a run, to say how far it is, what it has of a task's log, and to end it. Each
// orchestrator has a folder beside this file; commands know this interface and no more. Names are the orchestrator's own, as people see them there.

/** As in `--target airflow`. */
export type OrchestratorId = 'airflow' | 'step-functions';

/** A run, by names of the orchestrator's: a workflow is what a flow was compiled to (a DAG of Airflow's), and has runs. */
export interface RunName {
  readonly workflow: string;
  readonly run: string;
}

/** `queued`: nothing of it has begun. */
export type RunState = 'queued' | 'running' | 'succeeded' | 'failed';

/** `blocked`: not run, as something before it failed. */
export type TaskState = 'waiting' | 'running' | 'succeeded' | 'failed' | 'blocked' | 'skipped';

/** A task of a run, that of a foreach one for each element. */
export interface TaskReport {
  /** The orchestrator's name for what it runs. */
  readonly step: string;
  /** Which of the step's tasks: its index, or `main`. */
  readonly id: string;
  readonly state: TaskState;
  /** The orchestrator's own word for it, where that says more. */
  readonly said?: string;
  /** How many attempts have begun, or are about to. */
  readonly attempts: number;
  readonly started?: Date;
  readonly ended?: Date;
}

export interface RunReport {
  readonly name: RunName;
  readonly state: RunState;
  readonly started?: Date;
  readonly ended?: Date;
  /** Where people look at it. */
  readonly url: string;
  readonly tasks: readonly TaskReport[];
  /** Sentences about what stands in its way. */
  readonly notes: readonly string[];
}

export interface TriggerRequest {
  readonly workflow: string;
  /** The new run's id, which no other has: a request that is repeated since its answer was lost begins one run. */
  readonly run: string;
  /** By name; the workflow's own defaults hold for all others. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** Lets a workflow run that somebody has paused, from now on. */
  readonly unpause: boolean;
}

/** Everything throws Fault where the orchestrator cannot be asked, and NotFound where it does not have what was asked for. */
export interface Orchestrator {
  readonly id: OrchestratorId;
  /** As in a sentence: `Airflow`. */
  readonly title: string;
  /** Which one: `https://airflow.example`. */
  readonly place: string;
  /** Workflows that a word may mean, which is an id, or the name of the flow that was compiled: one where it is clear. */
  workflowsNamed(word: string): Promise<readonly string[]>;
  /** Runs that a word may mean, `latest`, an id or the beginning or end of one, the latest first; of all workflows where none is given. A few at most. */
  runsNamed(word: string, workflow?: string): Promise<readonly RunName[]>;
  trigger(request: TriggerRequest): Promise<void>;
  /** @param whole - Every task is wanted by its id, however long that takes; else many that succeeded may be counted without a look at each. */
  status(run: RunName, whole?: boolean): Promise<RunReport>;
  /** The lines that it has of one attempt, of which the first is 0, whether or not the attempt came to run anything. */
  log(run: RunName, task: TaskReport, attempt: number): Promise<readonly string[]>;
  /** Ends a run with all that goes on in it. False: it was over, and stays as it is. */
  stop(run: RunName): Promise<boolean>;
}
