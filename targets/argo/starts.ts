import type { Schedule, Trigger as EventTrigger, TriggerOnFinish } from '../../src/compiler/ir/settings.ts';
import { numericCron } from './cron.ts';
import type { CronWorkflow, EventDependency, Parameter, Sensor, Trigger, TriggerParameter } from './manifest.ts';
import { objectMeta, type ObjectContext } from './metadata.ts';
import { nameObject } from './names.ts';
import { parameterText } from './parameters.ts';

// What starts runs by itself: a CronWorkflow for the clock, a Sensor for events. Both start the flow's WorkflowTemplate by
// reference and hold nothing of it.

/** The EventSource of events that name none, and of the ends of runs. */
const EVENT_SOURCE = 'flowc';

/** The event that this EventSource sends when anything about a run has changed; README.md has the EventSource. */
const RUN_UPDATED = 'run-updated';

/** The suffix of a Sensor and of what it acts as. */
export const SENSOR = '-sensor';

const policies = { allow: 'Allow', forbid: 'Forbid', replace: 'Replace' } as const;

export function cronWorkflow(context: ObjectContext, { cron, timezone, concurrency }: Schedule): CronWorkflow {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: objectMeta(context),
    spec: {
      schedules: [numericCron(cron)],
      ...(timezone === undefined ? {} : { timezone }),
      concurrencyPolicy: policies[concurrency],
      workflowSpec: { workflowTemplateRef: { name: context.name } },
    },
  };
}

/** The Sensor of `@trigger`, of `@triggerOnFinish`, or of both, each of which starts runs by itself. */
export function sensor(context: ObjectContext): Sensor | undefined {
  const { trigger, triggerOnFinish } = context.graph.flow.settings;
  const starts = [
    ...(trigger === undefined ? [] : [onEvent(context, trigger)]),
    ...(triggerOnFinish === undefined ? [] : [onFinish(context, triggerOnFinish)]),
  ];
  if (starts.length === 0) return undefined;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Sensor',
    metadata: objectMeta(context),
    spec: {
      template: { serviceAccountName: `${context.name}${SENSOR}` },
      dependencies: starts.flatMap(({ dependencies }) => dependencies),
      triggers: starts.map((start) => startRun(context, start, starts.length > 1)),
    },
  };
}

interface Start {
  readonly name: string;
  readonly dependencies: readonly EventDependency[];
  readonly arguments: readonly Parameter[];
  readonly parameters: readonly TriggerParameter[];
}

function onEvent({ graph, options }: ObjectContext, trigger: EventTrigger): Start {
  const [, source = options.eventSource ?? EVENT_SOURCE, event = trigger.event] =
    /^([^/]+)\/(.+)$/s.exec(trigger.event) ?? [];
  const mapped = trigger.parameters.map(({ field, parameter }, at) => {
    const declared = graph.parameters.find(({ name }) => name === parameter);
    const value = declared === undefined ? undefined : parameterText(declared);
    const src = { dependencyName: 'event', dataKey: `body.${gjsonPath(field)}` };
    return {
      argument: { name: parameter, value: value ?? '' },
      parameter: {
        src: value === undefined ? src : { ...src, value },
        dest: `spec.arguments.parameters.${at}.value`,
      },
    };
  });
  return {
    name: 'event',
    dependencies: [{ name: 'event', eventSourceName: source, eventName: event }],
    arguments: mapped.map(({ argument }) => argument),
    parameters: mapped.map(({ parameter }) => parameter),
  };
}

function onFinish({ graph, options }: ObjectContext, { flows }: TriggerOnFinish): Start {
  const names = [...new Set(flows.map((flow) => nameObject(flow, graph.flow.settings.project)))];
  const dependencies = names.map((name) => ({
    name: `after-${name}`,
    eventSourceName: options.eventSource ?? EVENT_SOURCE,
    eventName: RUN_UPDATED,
    filters: {
      // Not by the run's label: one that had to wait for the controller's `parallelism` has none, as Argo 4.0 takes `workflowMetadata` in only where a run has no phase yet
      // (setExecWorkflow in workflow/controller/operator.go). The value is a regular expression; a name has no character that means something in one.
      data: [{ path: 'body.spec.workflowTemplateRef.name', type: 'string', value: [`^${name}$`] }],
      // A workflow is updated several times after it has ended.
      exprs: [
        {
          expr: "now == 'Succeeded' && before != 'Succeeded'",
          fields: [
            { name: 'now', path: 'body.status.phase' },
            { name: 'before', path: 'oldBody.status.phase' },
          ],
        },
      ],
    },
  }));
  return { name: 'finish', dependencies, arguments: [], parameters: [] };
}

function startRun({ name, namespace }: ObjectContext, start: Start, isOneOfSeveral: boolean): Trigger {
  const { arguments: parameters } = start;
  return {
    template: {
      name: start.name,
      ...(isOneOfSeveral ? { conditions: start.dependencies.map((dependency) => dependency.name).join(' && ') } : {}),
      k8s: {
        operation: 'create',
        source: {
          resource: {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'Workflow',
            metadata: {
              generateName: `${name}-`,
              ...(namespace === undefined ? {} : { namespace }),
            },
            spec: {
              ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
              workflowTemplateRef: { name },
            },
          },
        },
        ...(start.parameters.length === 0 ? {} : { parameters: start.parameters }),
      },
    },
  };
}

/** A key of an event for gjson, in which a dot goes one level down: https://github.com/tidwall/gjson/blob/master/SYNTAX.md */
const gjsonPath = (field: string): string => field.replace(/[^\p{L}\p{N}_.-]/gu, '\\$&');
