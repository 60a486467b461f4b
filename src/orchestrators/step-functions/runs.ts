import { Fault } from '../fault.ts';
import type { RunName } from '../orchestrator.ts';
import type { Api } from './api.ts';
import { executionArn, executionIn, machineArn } from './arns.ts';
import type { DescribeExecutionOutput, ExecutionListItem } from './aws.ts';
import { unless } from './faults.ts';
import { elsewhere, type Machine, type Machines } from './machines.ts';

// Executions, and which of them a word means. A run's id in the datastore has the day of its beginning behind the execution's name, as Step Functions takes a
// name again after 90 days: either is taken here.

/** Names of more runs than these are not looked for: whoever is to choose sees enough. */
const ENOUGH = 9;

/** Where no state machine is named: how many are looked through at most, and how many of the latest runs of each. */
const ANYWHERE = { machines: 50, runs: 1000 };

/** Undefined: there is none. */
export async function readExecution(api: Api, arn: string): Promise<DescribeExecutionOutput | undefined> {
  return unless(['ExecutionDoesNotExist', 'InvalidArn'], api.describeExecution(arn));
}

export async function runsNamed(
  api: Api,
  machines: Machines,
  word: string,
  workflow?: string,
): Promise<readonly RunName[]> {
  const called = executionIn(word);
  if (called !== undefined) {
    if (called.region !== api.region) throw elsewhere(word, called.region, api.region);
    if ((await readExecution(api, word)) === undefined) return [];
    machines.know({ name: called.name, arn: machineArn(word) });
    return [{ workflow: called.name, run: called.run }];
  }
  return workflow === undefined ? runsAnywhere(api, machines, word) : runsOf(api, await machines.get(workflow), word);
}

async function runsAnywhere(api: Api, machines: Machines, word: string): Promise<readonly RunName[]> {
  const all = await machines.all();
  if (all.length > ANYWHERE.machines) {
    throw new Fault(
      `Step Functions in ${api.region} has ${all.length} state machines, too many to look for \`${word}\` in each`,
      `Say of which it is: \`TrainFlow/${word}\`.`,
    );
  }
  const found = (await Promise.all(all.map((machine) => search(api, machine, word, ANYWHERE.runs)))).flat();
  const wanted = word === 'latest' ? found.toSorted((a, b) => startOf(b) - startOf(a)).slice(0, 1) : found;
  return wanted.map(({ workflow, run }) => ({ workflow, run }));
}

async function runsOf(api: Api, machine: Machine, word: string): Promise<readonly RunName[]> {
  const { name: workflow, arn } = machine;
  // Whoever may not list finds a run by its whole name.
  if (word !== 'latest' && (await readExecution(api, executionArn(arn, word))) !== undefined) {
    return [{ workflow, run: word }];
  }
  return (await search(api, machine, word)).map(({ run }) => ({ workflow, run }));
}

interface Found extends RunName {
  readonly execution: ExecutionListItem;
}

const startOf = ({ execution }: Found): number => execution.startDate?.getTime() ?? 0;

/** @param most - How many of the latest are looked at. */
async function search(
  api: Api,
  { name: workflow, arn }: Machine,
  word: string,
  most = Infinity,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  const page = word === 'latest' ? { maxResults: 1 } : {};
  let count = 0;
  for await (const execution of api.listExecutions({ stateMachineArn: arn, ...page })) {
    const { name: run = '' } = execution;
    const names = [run, idOf(execution)];
    const one = { workflow, run, execution };
    if (word === 'latest' || names.includes(word)) return [one];
    if (names.some((name) => name.startsWith(word) || name.endsWith(word))) found.push(one);
    if (found.length === ENOUGH || ++count === most) break;
  }
  return found;
}

/** What the run is called in the datastore. */
const idOf = ({ name, startDate }: ExecutionListItem): string => `${name}-${startDate?.toISOString().slice(0, 10)}`;
