import { deepEqual, match, ok } from 'node:assert/strict';
import type { DAGTask, Template } from '../../../targets/argo/manifest.ts';
import { graphOf, lowered, workflowOf } from '../compiled.ts';
import { numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { propertyOf } from '../property.ts';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Words of the language in which Argo reads `depends`. */
const words = new Set(['in', 'not', 'and', 'or', 'true', 'false', 'nil', 'let', 'if', 'else', 'matches', 'contains']);

export const references = propertyOf('names everything in Argo well and once', 200, numbers, (drawn) => {
  const templates = workflowOf(lowered(graphOf(flowOf(drawn).files))).spec.templates ?? [];
  const names = templates.map(({ name }) => name ?? '');
  for (const name of names) isName(name);
  deepEqual([...new Set(names)], names, 'two templates have one name');
  for (const { dag } of templates)
    if (dag !== undefined) checkTasks(dag.tasks, new Map(templates.map((t) => [t.name, t])));
});

function checkTasks(tasks: readonly DAGTask[], templates: ReadonlyMap<string | undefined, Template>): void {
  const names = tasks.map(({ name }) => name);
  deepEqual([...new Set(names)], names, 'two tasks of a DAG have one name');
  for (const { name, depends, dependencies = [], template, arguments: given } of tasks) {
    isName(name);
    ok(!words.has(name), `Argo reads the task name ${name} as a word of its own`);
    for (const other of depends === undefined ? dependencies : [depends])
      ok(names.includes(other), `${name} depends on ${other}, which is not there`);
    const called = templates.get(template);
    ok(called, `${name} runs ${template}, which is not there`);
    const wanted = called.inputs?.parameters?.map((parameter) => parameter.name) ?? [];
    deepEqual(given?.parameters?.map((parameter) => parameter.name) ?? [], wanted, `the arguments of ${name}`);
  }
}

function isName(name: string): void {
  match(name, DNS_LABEL);
  ok(name.length <= 63, `${name} is too long`);
}
