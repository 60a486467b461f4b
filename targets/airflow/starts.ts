import type { Graph } from '../../src/compiler/ir/graph.ts';
import type { Schedule, Trigger } from '../../src/compiler/ir/settings.ts';
import { dagIdOf } from './names.ts';
import { Call, type Python } from './python.ts';

// What starts runs by itself: the clock, by a timetable that has no data interval and is the same in both versions; and assets, by which events and the ends of other
// flows are known. Every DAG updates an asset of its own name when it has succeeded, so that others can wait for it.

/** The asset that the end of a DAG's run updates. */
export const finished = (dagId: string): Call => new Call('Asset', [`flowc://finished/${dagId}`]);

/** The asset that an event updates: whoever sends the event creates an asset event for it. */
const event = (name: string): Call => new Call('Asset', [`flowc://event/${encodeURIComponent(name)}`]);

/** The DAG's `schedule`. */
export function scheduleOf({ flow }: Graph): Python {
  const { schedule, trigger, triggerOnFinish, project } = flow.settings;
  const after = (triggerOnFinish?.flows ?? []).map((name) => finished(dagIdOf(name, project)));
  const arrived = trigger === undefined ? [] : [event(trigger.event)];
  const all = after.length > 1 && arrived.length > 0 ? [new Call('AssetAll', after)] : after;
  // A list of assets waits for all of them; of an event and other flows' ends, each starts a run.
  const assets =
    arrived.length > 0 && all.length > 0 ? new Call('AssetAny', [...arrived, ...all]) : [...arrived, ...all];
  const none = Array.isArray(assets) && assets.length === 0;
  if (schedule === undefined) return none ? null : assets;
  const timetable = timetableOf(schedule);
  return none ? timetable : new Call('AssetOrTimeSchedule', [], { timetable, assets });
}

function timetableOf({ cron, timezone = 'UTC' }: Schedule): Call {
  return new Call('CronTriggerTimetable', [cron], { timezone });
}

/**
 * The parameters as the first task is given them: what the run has, and over it what an event says. Undefined where the flow has none.
 *
 * @param json - Jinja's filters that make a variable's text of them.
 */
export function parametersOf({ parameters, flow }: Graph, json: string): string | undefined {
  if (parameters.length === 0) return undefined;
  if (eventFields(flow.settings.trigger) === undefined) return `{{ params | ${json} }}`;
  // Neither version knows the other's name.
  const events = 'triggering_asset_events | default(triggering_dataset_events | default({}))';
  return `{{ event_parameters(params, ${events}) | ${json} }}`;
}

/** The field of the event's `extra` that each parameter is taken from, by parameter; a dot goes one level down. Undefined where none is. */
export function eventFields(trigger: Trigger | undefined): Readonly<Record<string, readonly string[]>> | undefined {
  if (trigger === undefined || trigger.parameters.length === 0) return undefined;
  return Object.fromEntries(trigger.parameters.map(({ field, parameter }) => [parameter, field.split('.')]));
}
