// A shape as a Hera program: what a user of Hera writes by hand for the same work.
//
// Hera has no artifacts that follow the flow by themselves, so the number is passed as Argo passes things: a script
// template prints it, the next task takes it as a parameter. A foreach is a task `with_param` over a DAG template of its own, and
// such a template must stand in the text before the one that uses it: hence the bodies from the inside out.
import type { Part, Shape } from './shapes.ts';

/** The text of a Python program that prints a WorkflowTemplate as YAML. */
export function heraSource(shape: Shape): string {
  const program: Program = { scripts: [], templates: [] };
  const main = sequence(program, shape.parts, undefined);
  return [
    'from hera.workflows import DAG, Parameter, WorkflowTemplate, script',
    'from hera.workflows.models import ValueFrom',
    '',
    ...program.scripts,
    "with WorkflowTemplate(name='bench-flow', entrypoint='main') as template:",
    ...program.templates,
    "    with DAG(name='main'):",
    ...main.lines,
    '',
    'print(template.to_yaml())',
    '',
  ].join('\n');
}

interface Program {
  readonly scripts: string[];
  readonly templates: string[];
}

/** Lines inside a `with DAG`, and the variable of the last task in them. */
interface Tasks {
  readonly lines: readonly string[];
  readonly last: string;
}

/** `input` is the Python expression of the number that the first part takes; `start` takes none. */
function sequence(program: Program, parts: readonly Part[], input: string | undefined, after?: string): Tasks {
  const lines: string[] = [];
  let value = input;
  let last = after;
  for (const part of parts) {
    const tasks = partTasks(program, part, value, last);
    lines.push(...tasks.lines);
    last = tasks.last;
    value = `${last}.result`;
  }
  if (last === undefined) throw new Error('A body needs a step.');
  return { lines, last };
}

function partTasks(program: Program, part: Part, value: string | undefined, after: string | undefined): Tasks {
  switch (part.kind) {
    case 'step':
      program.scripts.push(...scriptOf(part.name, value === undefined ? START : STEP));
      return task(part.name, value === undefined ? {} : { value }, after === undefined ? [] : [after]);
    case 'split': {
      program.scripts.push(...scriptOf(part.opener, STEP), ...scriptOf(part.join, JOIN));
      const opener = task(part.opener, { value }, after === undefined ? [] : [after]);
      const branches = part.branches.map((branch) => sequence(program, branch, `${opener.last}.result`, opener.last));
      const results = branches.map((branch) => `{${branch.last}.result}`).join(', ');
      const join = task(
        part.join,
        { values: `f'[${results}]'` },
        branches.map((branch) => branch.last),
      );
      return { lines: [opener, ...branches, join].flatMap((tasks) => tasks.lines), last: join.last };
    }
    case 'foreach': {
      program.scripts.push(...scriptOf(part.opener, EACH), ...scriptOf(part.join, JOIN));
      template(program, part.opener, part.body);
      const opener = task(part.opener, { value }, after === undefined ? [] : [after]);
      const each = `${part.opener}_each`;
      const join = task(part.join, { values: `'{{tasks.${part.opener}-each.outputs.parameters.value}}'` }, [each]);
      const mapped = [
        `        ${each} = ${part.opener}_body(name='${part.opener}-each', with_param=${opener.last}.result, arguments={'value': '{{item}}'})`,
        `        ${opener.last} >> ${each}`,
      ];
      return { lines: [...opener.lines, ...mapped, ...join.lines], last: join.last };
    }
  }
}

function template(program: Program, opener: string, body: readonly Part[]): void {
  const tasks = sequence(program, body, "'{{inputs.parameters.value}}'");
  program.templates.push(
    `    with DAG(name='${opener}-body', inputs=Parameter(name='value')) as ${opener}_body:`,
    ...tasks.lines,
    `        ${opener}_body.outputs = [Parameter(name='value', value_from=ValueFrom(parameter=${tasks.last}.result))]`,
  );
}

function task(name: string, values: Readonly<Record<string, string | undefined>>, after: readonly string[]): Tasks {
  const entries = Object.entries(values).map(([key, value]) => `'${key}': ${value}`);
  const variable = `${name}_task`;
  return {
    lines: [
      `        ${variable} = ${name}(${entries.length === 0 ? '' : `arguments={${entries.join(', ')}}`})`,
      ...after.map((previous) => `        ${previous} >> ${variable}`),
    ],
    last: variable,
  };
}

const START = { parameter: '', work: 'print(0)' };
const STEP = { parameter: 'value: int', work: 'print(value + 1)' };
const EACH = { parameter: 'value: int', work: 'print([value + 1, value + 2])' };
const JOIN = { parameter: 'values: list', work: 'print(max(values))' };

function scriptOf(name: string, { parameter, work }: { readonly parameter: string; readonly work: string }): string[] {
  return ["@script(image='python:3.11')", `def ${name}(${parameter}):`, `    ${work}`, '', ''];
}
