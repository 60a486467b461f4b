import { load } from 'js-yaml';
import { argo } from '../../../../targets/argo/index.ts';
import type { ArgoManifest } from '../../../../targets/argo/lower.ts';
import type { DAGTask, Template, WorkflowTemplate } from '../../../../targets/argo/manifest.ts';
import type { ArgoOptions } from '../../../../targets/argo/options.ts';
import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';

// What Argo's target makes of flows.

export interface Lowered {
  readonly manifest: ArgoManifest;
  readonly found: readonly string[];
}

/** Lowers, whatever is found. */
export function lower(graph: Graph, options: ArgoOptions = { image: 'flows:1' }): Lowered {
  const sink = new Diagnostics();
  const manifest = argo.lower(graph, { datastore: 's3://b/p', ...options }, sink);
  return { manifest, found: sink.sorted().map(({ name }) => name) };
}

/** The WorkflowTemplate of a flow in which nothing is found. */
export function lowered(graph: Graph, options?: ArgoOptions): WorkflowTemplate {
  const { manifest, found } = lower(graph, options);
  if (found.length > 0) throw new Error(`expected no findings, got ${found.join(', ')}`);
  const object = manifest.objects['workflow-template'];
  if (object?.kind !== 'WorkflowTemplate') throw new Error('no WorkflowTemplate');
  return object;
}

function templatesOf(object: WorkflowTemplate): readonly Template[] {
  return object.spec.templates ?? [];
}

export function templateOf(object: WorkflowTemplate, name: string): Template {
  const template = templatesOf(object).find((candidate) => candidate.name === name);
  if (template === undefined)
    throw new Error(
      `no template ${name} among ${templatesOf(object)
        .map((t) => t.name)
        .join(', ')}`,
    );
  return template;
}

/** DAGs in one line a task: `name < the task before ? condition = template(arguments)`. */
export function outline(object: WorkflowTemplate): string {
  return templatesOf(object)
    .flatMap(({ name, inputs, dag }) => {
      if (dag === undefined) return [];
      const takes = (inputs?.parameters ?? []).map((parameter) => parameter.name);
      return [`${name}(${takes.join(', ')})`, ...dag.tasks.map((task) => `  ${taskLine(task)}`)];
    })
    .join('\n');
}

function taskLine({ name, template, depends, dependencies, when, withSequence, arguments: args }: DAGTask): string {
  const before = depends ?? dependencies?.join(' ');
  const values = (args?.parameters ?? []).map((parameter) => `${parameter.name}: ${parameter.value}`);
  const condition = when?.replace(/^'\{\{(.*)\}\}' == '(.*)'$/, '$1 = $2');
  return [
    name,
    ...(before === undefined ? [] : [`< ${before}`]),
    ...(condition === undefined ? [] : [`? ${condition}`]),
    ...(withSequence === undefined ? [] : [`* ${withSequence.count}`]),
    ...(template === name && values.length === 0 ? [] : [`= ${template}(${values.join(', ')})`]),
  ]
    .join(' ')
    .replaceAll('.outputs.parameters.', '.')
    .replaceAll('inputs.parameters.', '');
}

/** What a reader of YAML gets of the printed files, by path. */
export function printed(manifest: ArgoManifest): ReadonlyMap<string, unknown> {
  return new Map(argo.print(manifest).map(({ path, text }) => [path, load(text)]));
}
