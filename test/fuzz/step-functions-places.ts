import { environment } from '../../src/runtime/protocol.ts';
import type { StateMachine } from '../../targets/step-functions/asl.ts';
import type { StepFunctionsOptions } from '../../targets/step-functions/options.ts';
import { evaluatePayload } from '../asl/evaluate.ts';
import { readCloudFormation } from '../unit/targets/step-functions/deploy/hostile.ts';
import { EXECUTION } from './step-functions-engine.ts';

// Every place where a user may write a text, and how it arrives once CloudFormation has read the template and Step Functions has computed what a state is given.

/** A template as CloudFormation understands it. */
export class Deployed {
  readonly #resources: Resources;

  constructor(template: string) {
    this.#resources = (readCloudFormation(template) as { readonly Resources: Resources }).Resources;
  }

  get machine(): StateMachine {
    return this.at('StateMachine', 'Definition') as StateMachine;
  }

  at(resource: string, ...keys: readonly (string | number)[]): unknown {
    return keys.reduce<unknown>(
      (at, key) => (at as Readonly<Record<string | number, unknown>> | undefined)?.[key],
      this.#resources[resource]?.Properties,
    );
  }

  /** What a state's task is called with. */
  call(state: string): Fields {
    const begin = this.machine.States['flow.begin'];
    const called = this.machine.States[state];
    if (begin?.Type !== 'Pass' || called?.Type !== 'Task') throw new Error(`no task ${state}`);
    const context = { Execution: { ...EXECUTION, Input: {} }, State: { RetryCount: 0 } };
    const input = evaluatePayload(begin.Parameters, { input: {}, context });
    return evaluatePayload(called.Parameters, { input, context }) as Fields;
  }

  variable(state: string, name: string): unknown {
    const { ContainerOverrides } = this.call(state) as { readonly ContainerOverrides: { readonly Environment: List } };
    return ContainerOverrides.Environment.find((one) => one['Name'] === name)?.['Value'];
  }
}

type Fields = Readonly<Record<string, unknown>>;
type Resources = Readonly<Record<string, { readonly Properties: unknown }>>;
type List = readonly Fields[];

export interface Place {
  /** Parts of the flow's source; the text stands in them as a literal. */
  readonly flow?: string;
  readonly step?: string;
  readonly members?: string;
  readonly options?: (text: string) => Partial<StepFunctionsOptions>;
  /** The text as it arrives. Absent: it is enough that nothing breaks. */
  readonly arrives?: (deployed: Deployed) => unknown;
  /** What should arrive, where that is not the text itself. */
  readonly wanted?: (text: string) => unknown;
}

const containerOf = (deployed: Deployed, ...keys: readonly (string | number)[]): unknown =>
  deployed.at('JobDefinitionWork', 'ContainerProperties', ...keys);

/** As the runtime takes a root apart. */
const prefixOf = (path: string): string => path.replace(/^\/+|\/+$/g, '');

export const places: Readonly<Record<string, Place>> = {
  'an environment variable': {
    step: '@environment({ vars: { V: <text>, W: "x" } })',
    arrives: (deployed) => deployed.variable('work', 'V'),
  },
  "the flow's environment": {
    flow: '@environment({ vars: { V: <text> } })',
    arrives: (deployed) => deployed.variable('end', 'V'),
  },
  'the datastore': {
    options: (text) => ({ datastore: `s3://bucket/${text}` }),
    arrives: (deployed) => [
      (deployed.at('JobDefinition', 'ContainerProperties', 'Environment') as List).map((one) => one['Value'])[1],
      String(deployed.variable('start', environment.control)).replace(/^s3:\/\/bucket\/+/, ''),
      deployed.call('start.control'),
    ],
    wanted: (text) => {
      const root = prefixOf(text) === '' ? '' : `${prefixOf(text)}/`;
      const control = `${root}runs/Flow/7e0f-2026-11-30/tasks/start/main/control`;
      return [`s3://bucket/${text}`, control, { Bucket: 'bucket', Key: `${control}/return.json` }];
    },
  },
  'the code package': {
    options: (text) => ({ code: { delivery: 'datastore', id: text.toWellFormed() } }),
    arrives: (deployed) => deployed.variable('work', environment.code),
    wanted: (text) => text.toWellFormed(),
  },
  'an image': {
    step: '@container({ image: <text> })',
    arrives: (deployed) => containerOf(deployed, 'Image'),
  },
  'the image of the configuration': {
    options: (text) => ({ image: text || 'flows:1' }),
    arrives: (deployed) => deployed.at('JobDefinition', 'ContainerProperties', 'Image'),
    wanted: (text) => text || 'flows:1',
  },
  'a secret': {
    step: '@secrets([`s/${<text>}`])',
    arrives: (deployed) => containerOf(deployed, 'Secrets', 0, 'Name'),
  },
  'a queue': { step: '@batch({ queue: <text> })', arrives: (deployed) => deployed.call('work')['JobQueue'] },
  'a role': {
    step: '@batch({ jobRole: `arn:aws:iam::123456789012:role/${<text>}` })',
    arrives: (deployed) => containerOf(deployed, 'JobRoleArn'),
    wanted: (text) => `arn:aws:iam::123456789012:role/${text}`,
  },
  'a time zone': {
    flow: "@schedule({ cron: '0 0 * * *', timezone: <text> })",
    arrives: (deployed) => deployed.at('Schedule', 'ScheduleExpressionTimezone'),
  },
  'an event': {
    flow: '@trigger({ event: `source/${<text>}` })',
    arrives: (deployed) => deployed.at('EventRule', 'EventPattern', 'detail-type', 0),
    wanted: (text) => text || 'source/',
  },
  'a field of an event': {
    flow: "@trigger({ event: 'e', parameters: { [<text>]: 'p' } })",
    members: "p = parameter.string({ default: 'x' });",
    arrives: (deployed) => deployed.at('EventRule', 'Targets', 0, 'InputTransformer', 'InputPathsMap', 'p'),
    wanted: (text) => `$.detail.${text}`,
  },
  'a source of events': {
    flow: "@trigger({ event: 'e' })",
    options: (text) => ({ eventSource: text || 'flowc' }),
    arrives: (deployed) => deployed.at('EventRule', 'EventPattern', 'source', 0),
    wanted: (text) => text || 'flowc',
  },
  'a parameter default': { members: 'p = parameter.string({ default: <text> });' },
  'a tag': { flow: "@tags(['first', <text>])" },
  'a label of the configuration': { options: (text) => ({ labels: { l: text } }) },
  'a project': { flow: '@project({ name: <text> })' },
  'a branch': { flow: "@project({ name: 'p', branch: <text> })" },
  'a cron line': { flow: '@schedule({ cron: <text> })' },
  'an amount of memory': { step: '@resources({ memory: <text> })' },
  'a timeout': { step: '@timeout(<text>)' },
  'a label of Kubernetes': { step: '@kubernetes({ labels: { l: <text> } })' },
};
