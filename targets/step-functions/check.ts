import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { openerOf } from '../../src/compiler/ir/walk.ts';
import { environment as shimVariables } from '../../src/runtime/protocol.ts';
import { isText, repeatedVariables } from '../kubernetes/faults.ts';
import { loopPlaces, runnables, type Runnable } from '../runnables.ts';
import type { StateMachine } from './asl.ts';
import { readSecret } from './deploy/secrets.ts';
import { countEvents, MAX_EVENTS } from './events.ts';
import { bytesOf, flatJson } from './layout.ts';
import { MOST_ATTEMPTS } from './retries.ts';

// What AWS refuses of the state machine itself, when it is made, when a job is submitted, or in the middle of a run. What is around it is deploy's.

/** In bytes: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_DEFINITION = 1_048_576;

/** In characters, as ECS says which starts Batch's jobs: https://github.com/Netflix/metaflow/issues/977 */
const MAX_OVERRIDES = 8_192;

export function checkStepFunctions(graph: Graph, machine: StateMachine, sink: Diagnostics): void {
  checkEvents(graph, sink);
  for (const one of runnables(graph)) {
    checkRetry(one, sink);
    checkVariables(one, sink);
  }
  const { name, span } = graph.flow;
  const bytes = bytesOf(flatJson(machine));
  if (bytes > MAX_DEFINITION) sink.report('step-functions-definition-too-large', span, [name, bytes, MAX_DEFINITION]);
}

function checkEvents(graph: Graph, sink: Diagnostics): void {
  const { executions, longLoops } = countEvents(graph);
  const placeOf = loopPlaces(graph);
  for (const { loop, visits } of longLoops) {
    const { way, related } = placeOf(loop);
    if (loop.maxVisits === undefined)
      sink.report('step-functions-loop-without-bound', way, [loop.header, visits], related);
    else sink.report('step-functions-loop-too-long', way, [loop.header, loop.maxVisits, visits], related);
  }
  if (longLoops.some(({ loop }) => loop.maxVisits !== undefined)) return;
  const spans = new Map(graph.steps.map(({ name, span }) => [name, span]));
  const openers = new Map(graph.regions.map((region) => [region.id, openerOf(region)]));
  for (const { foreach, events } of executions) {
    const opener = foreach === undefined ? undefined : openers.get(foreach);
    const span = (opener === undefined ? undefined : spans.get(opener)) ?? graph.flow.span;
    const what =
      opener === undefined ? `a run of \`${graph.flow.name}\`` : `each element of the foreach of \`${opener}\``;
    if (events > MAX_EVENTS) sink.report('step-functions-too-many-events', span, [what, events, MAX_EVENTS]);
  }
}

function checkRetry({ span, settings: { retry, spans } }: Runnable, sink: Diagnostics): void {
  if (retry?.on === 'error') sink.report('step-functions-retries-any', spans.retry ?? span, []);
  if (retry?.on === 'preemption' && retry.times >= MOST_ATTEMPTS)
    sink.report('step-functions-too-many-attempts', spans.retry ?? span, [retry.times, MOST_ATTEMPTS - 1]);
}

/** Batch keeps names that begin so for itself: https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerOverrides.html */
const RESERVED = /^AWS_BATCH/;

function checkVariables({ name: method, span, settings }: Runnable, sink: Diagnostics): void {
  const { environment = {}, spans } = settings;
  const at = spans.environment ?? spans.secrets ?? span;
  for (const [name, value] of Object.entries(environment)) {
    if (!isText(value)) sink.report('step-functions-unprintable-text', at, [name]);
    if (RESERVED.test(name)) sink.report('step-functions-variable-reserved', at, [name]);
  }
  for (const name of repeatedVariables(settings, Object.values(shimVariables), readSecret))
    sink.report('step-functions-variable-twice', at, [name]);
  const characters = JSON.stringify(Object.entries(environment).map(([name, value]) => ({ name, value }))).length;
  if (characters + ROOM > MAX_OVERRIDES)
    sink.report('step-functions-variables-too-large', at, [method, characters, MAX_OVERRIDES - ROOM]);
}

/** For the command, and the variables that flowc itself gives a task. */
const ROOM = 1_500;
