import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import { planOf } from '../../../src/compiler/plan/plan-of.ts';
import { environment } from '../../../src/runtime/protocol.ts';
import type { StateMachine } from '../../../targets/step-functions/asl.ts';
import { countEvents } from '../../../targets/step-functions/events.ts';
import { stepFunctions } from '../../../targets/step-functions/index.ts';
import { faultsOf } from '../../asl/verify.ts';
import { boundedBy, catching, handled } from '../altered.ts';
import { graphOf, rendered } from '../compiled.ts';
import { Dice, numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { runDirectly, shimOf } from '../interpreter.ts';
import { unbounded } from '../planned-run.ts';
import { propertyOf, type Property } from '../property.ts';
import { decisionsOf, Run } from '../run.ts';
import { EXECUTION, runOnStepFunctions } from '../step-functions-engine.ts';
import { StepFunctionsShim } from '../step-functions-shim.ts';

// A state machine is sound, and runs the tasks that the transitions say, as often as they are to be tried and none before those that it needs.

interface Drawn {
  readonly drawn: readonly number[];
  readonly seed: number;
  readonly order: readonly number[];
}

interface Wish {
  /** Attempts fail where another is left, and Batch puts submissions off. */
  readonly recovers?: boolean;
  /** Tasks under `@catchError` are lost, */
  readonly loses?: boolean;
  /** and one that is not fails. */
  readonly fails?: boolean;
}

const INPUT = { path: "s3://a/b 'c' {}" };

/** Of a state's input, in bytes, for each level of loops and foreaches beside what stands there always. */
const MOST_CONTEXT = 1000;

const holds = (wish: Wish) => {
  return ({ drawn, seed, order }: Drawn): void => {
    const flow = graphOf(flowOf(drawn).files);
    const decisions = decisionsOf(seed);
    const wanted = runDirectly(flow, decisions).tasks;
    const dice = new Dice([seed, ...order]);
    const graph = handled(boundedBy(wish.loses === true ? catching(flow, dice) : flow, wanted, dice), dice);
    const machine = machineOf(graph);
    const message = JSON.stringify(machine, undefined, 1);
    same(faultsOf(machine), [], message);

    const tries = triesIn(graph);
    const failures = failuresOf(graph, [...wanted.keys()], wish, dice);
    const failed = [...failures].find(([key, count]) => !isCaught(graph, key) && count >= tries(key))?.[0];
    const decide = shimOf(flow, decisions);
    const run = new Run();
    const shim = new StepFunctionsShim({
      plan: unbounded(planOf(graph)),
      run,
      failures,
      decide: (task) => ({ next: decide(task).next, count: Number(decide(task).count) }),
    });
    const outcome = runOnStepFunctions(machine, {
      input: INPUT,
      objects: shim.objects,
      run: (job, before) => shim.start(job, before),
      isBusy: () => wish.recovers === true && dice.once(4),
    });

    const told = `${outcome.cause}\nfailing: ${JSON.stringify(Object.fromEntries(failures))}\n${message}`;
    const { exitHandlers } = graph;
    const error = exitHandlers.length === 0 ? 'States.TaskFailed' : 'Flow.Failed';
    same(outcome.error, failed === undefined ? undefined : error, told);
    const ending = failed === undefined ? 'success' : 'failure';
    const meant = exitHandlers.filter(({ when }) => when === 'always' || when === ending);
    const end = failed === undefined ? 'Succeeded' : 'Failed';
    same(
      shim.exits,
      meant.map(({ name }) => `${name} ${end}`),
      told,
    );

    const ran = [...run.tasks.keys()].toSorted();
    if (failed === undefined) same(ran, [...wanted.keys()].toSorted(), told);
    else ok(run.tasks.has(failed), `${failed} has not run\n${told}`);
    for (const [key, before] of run.tasks) {
      const needs = wanted.get(key);
      ok(needs, `${key} runs and was not taken\n${told}`);
      ok(failed === undefined || !needs.has(failed), `${key} runs, though ${failed} has failed\n${told}`);
      for (const need of needs) ok(before.has(need), `${key} may run before ${need}\n${told}`);
      const attempts = Math.min((failures.get(key) ?? 0) + 1, tries(key));
      equal(shim.attempts.get(key), attempts, `${key} is tried ${shim.attempts.get(key)} times\n${told}`);
    }

    holdTold(shim, graph, told);
    ok(outcome.largest < MOST_CONTEXT, `a state is given ${outcome.largest} bytes\n${told}`);
    if (wish.recovers !== true && failures.size === 0) holdForeseen(graph, outcome.events, told);
  };
};

/** What is told to every task alike, and to the first alone. */
function holdTold({ variables, given }: StepFunctionsShim, { parameters }: Graph, message: string): void {
  const [day] = EXECUTION.StartTime.split('T');
  const alike = {
    [environment.run]: `${EXECUTION.Name}-${day}`,
    [environment.engine]: `step-functions/${EXECUTION.Id}/${EXECUTION.StartTime}`,
    [environment.code]: CODE,
  };
  for (const [name, value] of Object.entries(alike)) same([...(variables.get(name) ?? [])], [value], message);
  same([...new Set(given)], parameters.length > 0 ? ['start'] : [], message);
  const values = [...(variables.get(environment.parameters) ?? [])];
  same(
    values.map((value) => JSON.parse(value) as unknown),
    parameters.length > 0 ? [INPUT] : [],
    message,
  );
}

/** A run needs no more events than are foretold. */
function holdForeseen(graph: Graph, events: readonly number[], message: string): void {
  const { executions } = countEvents(graph);
  const own = executions.find(({ foreach }) => foreach === undefined)?.events ?? 0;
  const child = Math.max(0, ...executions.flatMap((one) => (one.foreach === undefined ? [] : one.events)));
  const [first = 0, ...children] = events;
  ok(first <= own, `${first} events, and ${own} were foretold\n${message}`);
  ok(
    Math.max(0, ...children) <= child,
    `${Math.max(...children)} events of an element, and ${child} were foretold\n${message}`,
  );
}

const CODE = 'c0de';

/** As whoever reads the file gets it. */
function machineOf(graph: Graph): StateMachine {
  const sink = new Diagnostics();
  const code = { delivery: 'datastore', id: CODE } as const;
  const options = {
    image: 'flows:1',
    datastore: 's3://bucket/p',
    batchQueue: 'q',
    format: 'terraform-json',
    code,
  } as const;
  const { machine } = stepFunctions.lower(graph, options, sink).stack;
  const errors = sink.sorted().filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(rendered(errors, {}));
  return JSON.parse(JSON.stringify(machine)) as StateMachine;
}

const stepIn = (graph: Graph, key: string) => {
  const name = key.slice(0, key.lastIndexOf('/'));
  return graph.steps.find((step) => step.name === name);
};

const isCaught = (graph: Graph, key: string): boolean => stepIn(graph, key)?.settings.catchError !== undefined;

/** Step Functions' own, whatever Batch tries again. */
const triesIn = (graph: Graph) => {
  return (key: string): number => {
    const { times, on } = stepIn(graph, key)?.settings.retry ?? { times: 0, on: 'any' };
    return on === 'preemption' ? 1 : times + 1;
  };
};

/** How many attempts of each task fail. */
function failuresOf(graph: Graph, keys: readonly string[], wish: Wish, dice: Dice): ReadonlyMap<string, number> {
  const tries = triesIn(graph);
  const failures = new Map<string, number>();
  if (wish.recovers === true) for (const key of keys) if (dice.roll(3) === 0) failures.set(key, dice.roll(tries(key)));
  if (wish.loses === true)
    for (const key of keys) if (isCaught(graph, key) && dice.roll(2) === 0) failures.set(key, tries(key));
  const uncaught = keys.filter((key) => !isCaught(graph, key));
  const failed = uncaught[dice.roll(uncaught.length)];
  if (wish.fails === true && failed !== undefined) failures.set(failed, tries(failed));
  if (wish.fails === true) for (const { name } of graph.exitHandlers) if (dice.roll(2) === 0) failures.set(name, 1);
  return failures;
}

/** With both sides in what it says, as a message alone would be in their place. */
function same(found: unknown, wanted: unknown, message: string): void {
  deepEqual(found, wanted, `${JSON.stringify(found)} in place of ${JSON.stringify(wanted)}\n${message}`);
}

const drawn = fc.record({ drawn: numbers, seed: fc.nat(), order: numbers });

export const stepFunctionsProperties: readonly Property[] = [
  propertyOf('makes Step Functions run exactly the tasks of the flow, in its order', 200, drawn, holds({})),
  propertyOf('makes Step Functions try again what failed, and what was put off', 100, drawn, holds({ recovers: true })),
  propertyOf(
    'makes Step Functions go on after a lost task that is caught',
    100,
    drawn,
    holds({ loses: true, recovers: true }),
  ),
  propertyOf(
    'makes Step Functions run nothing after a task that failed',
    150,
    drawn,
    holds({ loses: true, fails: true }),
  ),
];
