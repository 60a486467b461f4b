import { joinName } from '../../../src/compiler/emit/names.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { Trigger } from '../../../src/compiler/ir/settings.ts';
import { machineName } from '../names.ts';
import type { StepFunctionsOptions } from '../options.ts';
import { awsCron } from './cron.ts';
import { localArn, type Data } from './text.ts';

// What starts runs by itself: schedules of EventBridge Scheduler for the clock, which know time zones, and rules of EventBridge for events and for the ends of other flows' runs.

export interface Schedule {
  readonly name: string;
  readonly expression: string;
  readonly timezone: string;
}

export interface Rule {
  readonly id: 'event' | 'finish';
  readonly name: string;
  /** The bus by name or ARN; absent, the account's own, on which AWS's services put theirs. */
  readonly bus?: string;
  readonly pattern: { readonly [key: string]: Data };
  /** Where in the event the places of the template come from, by their names; absent where it has none. */
  readonly paths?: Readonly<Record<string, string>>;
  /** What a run is given: JSON, with places such as `<source>`. */
  readonly template: string;
}

/** Of schedules and rules: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html, …/eventbridge/latest/APIReference/API_PutRule.html */
const MAX_NAME = 64;

/** The source of events that name none. */
const SOURCE = 'flowc';

export function schedulesOf({ flow }: Graph, name: string): readonly Schedule[] {
  const { schedule } = flow.settings;
  if (schedule === undefined) return [];
  const { cron, timezone = 'UTC' } = schedule;
  return awsCron(cron).map((expression, at) => ({
    name: joinName([name], at === 0 ? 'schedule' : `schedule-${at + 1}`, MAX_NAME),
    expression,
    timezone,
  }));
}

export function rulesOf(graph: Graph, options: StepFunctionsOptions, name: string): readonly Rule[] {
  const { trigger, triggerOnFinish, project } = graph.flow.settings;
  const [finished] = triggerOnFinish?.flows ?? [];
  return [
    ...(trigger === undefined ? [] : [onEvent(graph, trigger, options, name)]),
    ...(finished === undefined ? [] : [onFinish(machineName(finished, project), name)]),
  ];
}

/** `uploads/new-file` is the detail type `new-file` from the source `uploads`. */
function onEvent(graph: Graph, trigger: Trigger, options: StepFunctionsOptions, name: string): Rule {
  const [, source = options.eventSource ?? SOURCE, type = trigger.event] = /^([^/]+)\/(.+)$/s.exec(trigger.event) ?? [];
  const detail = needed(graph, trigger);
  const { eventBus } = options;
  return {
    id: 'event',
    name: joinName([name], 'event', MAX_NAME),
    ...(eventBus === undefined || source.startsWith('aws.') ? {} : { bus: eventBus }),
    pattern: { source: [source], 'detail-type': [type], ...(detail === undefined ? {} : { detail }) },
    ...inputOf(trigger),
  };
}

/** A place without quotes is given the field with its type: a text in quotes, a number without. */
function inputOf({ parameters }: Trigger): Pick<Rule, 'paths' | 'template'> {
  if (parameters.length === 0) return NO_INPUT;
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-events-rule-inputtransformer.html: letters and digits; and no parameter's name is a number.
  const places = parameters.map(({ parameter }, at) => (/^[A-Za-z0-9]+$/.test(parameter) ? parameter : String(at + 1)));
  const members = parameters.map(({ parameter }, at) => `${JSON.stringify(parameter)}: <${places[at] ?? ''}>`);
  return {
    paths: Object.fromEntries(parameters.map(({ field }, at) => [places[at], `$.detail.${field}`])),
    template: `{${members.join(', ')}}`,
  };
}

const NO_INPUT = { template: '{}' };

/** What EventBridge reads as a path, each part as a key. */
export const isField = (field: string): boolean => /^[\w-]+(?:\.[\w-]+)*$/.test(field);

interface Needed {
  readonly [key: string]: Needed | readonly [{ readonly exists: true }];
}

/**
 * The fields that an event has to have. A path that an event does not have leaves nothing in the input, which is then no JSON:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html. So such an event is for nobody; what is an object cannot be asked for:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-exists-matching
 */
function needed({ parameters }: Graph, trigger: Trigger): Needed | undefined {
  const mayBeObject = new Set(parameters.filter(({ kind }) => kind === 'json').map(({ name }) => name));
  const paths = trigger.parameters.map(({ field }) => field);
  const detail = bare();
  for (const { field, parameter } of trigger.parameters) {
    if (mayBeObject.has(parameter) || paths.some((path) => path.startsWith(`${field}.`))) continue;
    let at = detail;
    const parts = field.split('.');
    for (const part of parts.slice(0, -1)) at = (at[part] ??= bare()) as typeof detail;
    at[parts.at(-1) ?? ''] = [{ exists: true }];
  }
  return Object.keys(detail).length === 0 ? undefined : detail;
}

/** A key may be called `__proto__`. */
const bare = (): Record<string, Needed | readonly [{ readonly exists: true }]> => Object.create(null);

/** Of the whole run: the children of a foreach are executions of a state machine with another ARN. */
const onFinish = (machine: string, name: string): Rule => ({
  id: 'finish',
  name: joinName([name], 'finish', MAX_NAME),
  pattern: {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { status: ['SUCCEEDED'], stateMachineArn: [localArn('states', `stateMachine:${machine}`)] },
  },
  ...NO_INPUT,
});
