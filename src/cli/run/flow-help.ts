import type { PlanParameter } from '../../runtime/plan.ts';
import type { Output } from '../io.ts';
import { table } from '../help-text.ts';
import { painter } from '../paint.ts';
import { wrap } from '../wrap.ts';
import { flagOf, placeholderOf, variableOf } from './given.ts';

// What `flowc run FILE --help` adds to the command's own help: the flow, and its parameters as flags.

interface FlowHelp {
  readonly name: string;
  readonly doc?: string;
  readonly parameters: readonly PlanParameter[];
}

/** Paragraphs about a flow. */
export function flowHelp({ name, doc, parameters }: FlowHelp, out: Output): readonly string[] {
  const heading = (text: string): string => painter(out)('heading', text);
  const width = Math.min(out.width, 120);
  const title = heading(name) + (doc === undefined ? '' : `\n${paragraphs(doc, width)}`);
  if (parameters.length === 0) return [title, `${name} takes no parameters.`];
  const example = parameters[0];
  const how =
    example === undefined
      ? ''
      : wrap(
          `Or in the file of --params, by field ("${example.name}"), or in the environment, ${variableOf(example)}.`,
          width,
        );
  return [title, `${heading(`Parameters of ${name}`)}\n${parameterTable(parameters, width)}`, how];
}

export const parameterTable = (parameters: readonly PlanParameter[], width: number): string =>
  table(
    parameters.map((parameter) => [formOf(parameter), aboutOf(parameter)]),
    width,
  );

const paragraphs = (text: string, width: number): string =>
  text
    .split(/\n\s*\n/)
    .map((part) => wrap(part.trim(), width))
    .join('\n\n');

function formOf(parameter: PlanParameter): string {
  const flag = flagOf(parameter);
  return parameter.kind === 'boolean' ? `${flag}, --no-${flag.slice(2)}` : `${flag} ${placeholderOf(parameter)}`;
}

/** `learning rate (number from 0, default 0.1)` */
function aboutOf(parameter: PlanParameter): string {
  const { kind, help, required, min, max, pattern } = parameter;
  const range = [
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(max === undefined ? [] : [`to ${max}`]),
    ...(pattern === undefined ? [] : [`like /${pattern.source}/${pattern.flags}`]),
  ].join(' ');
  const facts = [
    [kind, range].filter((part) => part !== '').join(' '),
    parameter.default !== undefined
      ? `default ${JSON.stringify(parameter.default)}`
      : required
        ? 'required'
        : 'optional',
  ];
  return `${help === undefined ? '' : `${help} `}(${facts.join(', ')})`;
}
