import type { Graph } from '../../src/compiler/ir/graph.ts';
import type { Json, Parameter as FlowParameter } from '../../src/compiler/ir/settings.ts';
import type { Parameter } from './manifest.ts';
import { inertJson, inertProse, isEvaluated, isPrintable } from './text.ts';

// The workflow's arguments. A parameter is called as the field is, and its text is JSON, except that a text stands for
// itself where it could not be mistaken for a JSON string: `-p city=Bern` and not `-p city='"Bern"'`. An optional parameter
// without a default has the empty text, so that a run can be submitted without it; a required one has no value, so that it
// cannot.

/** Names that Argo takes for a parameter. `json` would hide `workflow.parameters.json`, by which the first task gets them all. */
export const isParameterName = (name: string): boolean => /^[-a-zA-Z0-9_]+$/.test(name) && name !== 'json';

/** All parameters as the first task gets them, with every `$` doubled for the kubelet, who halves it. */
export const PARAMETERS_AS_JSON = "{{=replace(workflow.parameters.json, '$', '$$')}}";

export function workflowParameters(graph: Graph): readonly Parameter[] {
  return graph.parameters.map((parameter) => {
    const value = parameterText(parameter);
    const values = choices(parameter);
    return {
      name: parameter.name,
      ...(parameter.help === undefined ? {} : { description: inertProse(parameter.help) }),
      ...(values === undefined ? {} : { enum: isOptional(parameter) ? [...values, ''] : values }),
      ...(value === undefined ? {} : { value }),
    };
  });
}

/** The text that a run without a word on the parameter has; undefined where every run must say one. */
export function parameterText(parameter: FlowParameter): string | undefined {
  if (parameter.default !== undefined) return textOf(parameter, parameter.default);
  return isOptional(parameter) ? '' : undefined;
}

const isOptional = (parameter: FlowParameter): boolean => parameter.default === undefined && !parameter.required;

function choices(parameter: FlowParameter): readonly string[] | undefined {
  if (parameter.kind === 'boolean') return ['true', 'false'];
  return parameter.kind === 'choice' ? parameter.of.map((value) => textOf(parameter, value)) : undefined;
}

function textOf(parameter: FlowParameter, value: Json): string {
  return typeof value === 'string' && standsForItself(parameter, value) ? value : inertJson(value);
}

function standsForItself(parameter: FlowParameter, text: string): boolean {
  if (parameter.kind === 'json' || text.startsWith('"') || isEvaluated(text) || !isPrintable(text)) return false;
  return parameter.kind !== 'choice' || !parameter.of.some((other) => String(other) === text && other !== text);
}
