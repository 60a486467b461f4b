import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { runnables } from '../runnables.ts';
import { checkSupport } from '../support.ts';
import { access, runRules, sensorRules } from './access.ts';
import { checkArgo, checkTemplates, namespaceOf } from './check.ts';
import { checkCode, codeConfigMap, codeVolume } from './code.ts';
import { exitTemplate } from './exit.ts';
import type {
  ConfigMap,
  CronWorkflow,
  Role,
  RoleBinding,
  Sensor,
  ServiceAccount,
  Template,
  WorkflowTemplate,
} from './manifest.ts';
import { podMetadata, runMetadata, templateMeta, type ObjectContext } from './metadata.ts';
import { MAIN, nameObject, nameTemplates } from './names.ts';
import type { ArgoOptions } from './options.ts';
import { workflowParameters } from './parameters.ts';
import { caughtSteps, planDags } from './regions.ts';
import { cronWorkflow, sensor, SENSOR } from './starts.ts';
import { containerTemplates } from './steps.ts';
import { supports } from './supports.ts';
import { dagTemplate } from './templates.ts';

/** Everything that is applied for one flow, by file name without `.yaml`, in the order in which a reader wants it. */
export interface ArgoManifest {
  /** The WorkflowTemplate's name, and the folder's. */
  readonly name: string;
  readonly namespace: string | undefined;
  readonly objects: Readonly<
    Record<string, WorkflowTemplate | CronWorkflow | Sensor | ConfigMap | ServiceAccount | Role | RoleBinding>
  >;
}

/** Lowers a verified graph to Argo's objects. Reports what Argo cannot hold, or would refuse at run time. */
export function lowerArgo(graph: Graph, options: ArgoOptions, sink: Diagnostics): ArgoManifest {
  checkSupport(graph, 'Argo Workflows', supports, sink);
  const { schedule, project } = graph.flow.settings;
  const name = nameObject(graph.flow.name, project);
  const namespace = namespaceOf(graph, options);
  const context: ObjectContext = { graph, options, name, namespace };
  const started = sensor(context);
  const objects = {
    'workflow-template': workflowTemplate(context, sink),
    ...(schedule === undefined ? {} : { 'cron-workflow': cronWorkflow(context, schedule) }),
    ...(started === undefined ? {} : { sensor: started }),
    ...codeFile(context, sink),
    ...(needsAccount(graph, options) ? accessFiles('', access(context, '', runRules)) : {}),
    ...(started === undefined ? {} : accessFiles('sensor-', access(context, SENSOR, sensorRules))),
  };
  return { name, namespace, objects };
}

function workflowTemplate(context: ObjectContext, sink: Diagnostics): WorkflowTemplate {
  const { graph, options, name } = context;
  const { code } = options;
  const names = nameTemplates(graph);
  const plan = planDags(graph, names);
  checkArgo(graph, plan, options, sink);
  const caught = caughtSteps(graph);
  const containers = containerTemplates(graph, plan, names, options);
  const exit = exitTemplate(graph.exitHandlers, names);
  const templates: readonly Template[] = [
    ...plan.dags.map((dag) => dagTemplate(dag, { names, caught })),
    ...(exit?.templates ?? []),
    ...containers.templates,
  ];
  checkTemplates(graph, templates, sink);
  const parameters = workflowParameters(graph);
  const pullSecrets = imagePullSecrets(graph, options);
  const account = options.serviceAccount ?? (needsAccount(graph, options) ? name : undefined);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: templateMeta(context),
    spec: {
      entrypoint: MAIN,
      ...(exit === undefined ? {} : { onExit: exit.name }),
      ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
      ...(account === undefined ? {} : { serviceAccountName: account }),
      ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets.map((secret) => ({ name: secret })) }),
      ...(code?.delivery === 'inline' ? { volumes: [codeVolume(context, code)] } : {}),
      ...(options.parallelism === undefined ? {} : { parallelism: options.parallelism }),
      workflowMetadata: runMetadata(context),
      podMetadata: podMetadata(context),
      templateDefaults: containers.templateDefaults,
      templates,
    },
  };
}

function codeFile(context: ObjectContext, sink: Diagnostics): { readonly code?: ConfigMap } {
  const { code } = context.options;
  if (code?.delivery !== 'inline') return {};
  const object = codeConfigMap(context, code);
  checkCode(context, code, object, sink);
  return { code: object };
}

/** Argo has no field for a template's own, and a pod may use any of them. */
function imagePullSecrets(graph: Graph, options: ArgoOptions): readonly string[] {
  const all = runnables(graph).flatMap(({ settings }) => settings.kubernetes?.imagePullSecrets ?? []);
  return [...new Set([...(options.imagePullSecrets ?? []), ...all])];
}

/** Unless the user names one for every pod. */
function needsAccount(graph: Graph, options: ArgoOptions): boolean {
  return (
    options.serviceAccount === undefined &&
    runnables(graph).some(({ settings }) => settings.kubernetes?.serviceAccount === undefined)
  );
}

function accessFiles(prefix: string, [account, role, binding]: readonly [ServiceAccount, Role, RoleBinding]) {
  return { [`${prefix}service-account`]: account, [`${prefix}role`]: role, [`${prefix}role-binding`]: binding };
}
