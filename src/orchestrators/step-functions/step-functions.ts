import { NotFound } from '../../client/errors.ts';
import { Fault } from '../fault.ts';
import { textOf } from '../find.ts';
import type { Orchestrator, RunName, RunReport, TaskReport, TriggerRequest } from '../orchestrator.ts';
import { openApi, type Api, type Environment } from './api.ts';
import { consoleUrl, executionArn } from './arns.ts';
import type { DescribeExecutionOutput } from './aws.ts';
import { endOf, Executions, isOver, MOST, stateOf, type Progress, type Sight } from './executions.ts';
import { AwsFault } from './faults.ts';
import { jobsThatGoOn } from './jobs-that-go-on.ts';
import { Logs } from './log-lines.ts';
import { Machines } from './machines.ts';
import { failureNotes, mapNotes, queueNotes } from './notes.ts';
import { reportOf } from './reports.ts';
import { readExecution, runsNamed } from './runs.ts';
import { triesOf, type Try } from './tries.ts';

// AWS Step Functions as an orchestrator, whose tasks are jobs of AWS Batch. A workflow is a state machine, a run an execution.

/**
 * Throws Fault where nothing says which region is meant.
 *
 * @param most - Elements of foreach that succeeded and are looked at, not only counted.
 */
export async function openStepFunctions(
  env: Environment,
  progress: Progress = () => {},
  most = MOST,
): Promise<Orchestrator> {
  const api = await openApi(env);
  return new StepFunctions(api, new Executions(api, progress, most));
}

class StepFunctions implements Orchestrator {
  readonly id = 'step-functions';
  readonly title = 'Step Functions';
  readonly place: string;
  readonly #api: Api;
  readonly #machines: Machines;
  readonly #executions: Executions;
  readonly #logs: Logs;
  readonly #tries = new WeakMap<TaskReport, readonly Try[]>();

  constructor(api: Api, executions: Executions) {
    this.place = api.region;
    this.#api = api;
    this.#machines = new Machines(api);
    this.#executions = executions;
    this.#logs = new Logs(api);
  }

  async workflowsNamed(word: string): Promise<readonly string[]> {
    return this.#machines.named(word);
  }

  async runsNamed(word: string, workflow?: string): Promise<readonly RunName[]> {
    return runsNamed(this.#api, this.#machines, word, workflow);
  }

  async trigger({ workflow, run, parameters, unpause }: TriggerRequest): Promise<void> {
    if (unpause) {
      throw new Fault(
        'Step Functions pauses no state machine, so that there is nothing to unpause',
        'Leave out `--unpause`. A schedule that is switched off is switched on in EventBridge Scheduler.',
      );
    }
    const { arn } = await this.#machines.get(workflow);
    const input = JSON.stringify(parameters);
    try {
      await this.#api.startExecution({ stateMachineArn: arn, name: run, input });
    } catch (error) {
      // The name is nobody else's: what is there, and over, came of a request whose answer was lost. Of one that goes on, AWS says that it has begun.
      if (error instanceof AwsFault && error.code === 'ExecutionAlreadyExists') return;
      if (error instanceof AwsFault && error.code === 'StateMachineDoesNotExist') {
        throw new NotFound(
          `Step Functions in ${this.place} has no state machine \`${workflow}\``,
          workflow,
          [],
          'Somebody may have deleted it.',
        );
      }
      throw error;
    }
  }

  async status(name: RunName, whole = false): Promise<RunReport> {
    const execution = await this.#execution(name);
    const { executionArn: arn = '', status, startDate, stopDate } = execution;
    const state = stateOf(status);
    const sight = await this.#executions.look(arn, endOf(execution), whole);
    const { tasks, notes } = await this.#told(sight, execution);
    return {
      name,
      state,
      ...(startDate === undefined ? {} : { started: startDate }),
      ...(stopDate === undefined ? {} : { ended: stopDate }),
      url: consoleUrl(arn),
      tasks,
      notes,
    };
  }

  async #told(
    { visits, maps }: Sight,
    execution: DescribeExecutionOutput,
  ): Promise<Pick<RunReport, 'tasks' | 'notes'>> {
    const { jobs, notes } = await jobsThatGoOn(this.#api, visits);
    const told = visits.map((seen) => ({ seen, report: reportOf(seen, jobs) }));
    for (const { seen, report } of told) this.#tries.set(report, triesOf(seen, jobs));
    return {
      tasks: told.map(({ report }) => report),
      notes: [...failureNotes(told, execution), ...mapNotes(maps), ...queueNotes(jobs.values(), Date.now()), ...notes],
    };
  }

  async log(name: RunName, task: TaskReport, attempt: number): Promise<readonly string[]> {
    const one = this.#tries.get(task)?.[attempt];
    if (one !== undefined) return this.#logs.lines(one);
    const what = `${textOf(name)}/${task.step}/${task.id}`;
    throw new NotFound(`\`${what}\` has no attempt ${attempt}`, what, [], `It has ${task.attempts}, from 0 on.`);
  }

  async stop(name: RunName): Promise<boolean> {
    const { executionArn: arn, status } = await this.#execution(name);
    if (isOver(stateOf(status))) return false;
    await this.#api.stopExecution({ executionArn: arn, error: 'Stopped', cause: 'by `flowc stop`' });
    return true;
  }

  async #execution({ workflow, run }: RunName): Promise<DescribeExecutionOutput> {
    const { arn } = await this.#machines.get(workflow);
    const execution = await readExecution(this.#api, executionArn(arn, run));
    if (execution !== undefined) return execution;
    throw new NotFound(
      `\`${workflow}\` has no run \`${run}\``,
      run,
      [],
      'Step Functions forgets a run 90 days after its end; the datastore does not: `flowc runs`.',
    );
  }
}
