import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import type { DAGTask, Parameter, Template, WorkflowTemplate } from '../../../targets/argo/manifest.ts';
import { byKubelet } from '../argo-engine.ts';
import { graphOf, lowered, printed, workflowOf } from '../compiled.ts';
import { Dice, numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { renamed, type Naming } from '../naming.ts';
import { propertyOf } from '../property.ts';
import { sourceOf } from '../source.ts';

export const reordered = propertyOf(
  'writes the same bytes however members are ordered',
  150,
  fc.record({ drawn: numbers, order: numbers }),
  ({ drawn, order }) => {
    const { steps, naming } = flowOf(drawn);
    const text = (sorting: readonly number[]): string =>
      printed(lowered(graphOf(sourceOf(steps, { naming, dice: new Dice(drawn), order: new Dice(sorting) }))));
    equal(text(order), text(drawn));
  },
);

export const renaming = propertyOf(
  'writes the same manifest but for names when steps are renamed',
  150,
  numbers,
  (drawn) => {
    const { steps, naming } = flowOf(drawn);
    const shape = (names: Naming, flow: string): readonly unknown[] => {
      const files = sourceOf(steps, { naming: names, dice: new Dice(drawn), order: new Dice(drawn), flow });
      return withoutNames(workflowOf(lowered(graphOf(files))));
    };
    deepEqual(shape(renamed(naming), 'AnotherFlow'), shape(naming, 'Flow'));
  },
);

/** The templates, in which what is called after a step is called after the place of its template. */
function withoutNames({ spec: { templates = [] } }: WorkflowTemplate): readonly unknown[] {
  const places = new Map(templates.map(({ name = '' }, at): [string, string] => [name, `#${at}`]));
  const templateOf = new Map(
    templates.map(({ name = '', container }): [string, string] => [byKubelet(container?.args?.[0] ?? ''), name]),
  );
  const place = (name: string): string => places.get(name) ?? `?${name}`;
  const references = (text: string): string =>
    text
      .replace(/\{\{tasks\.([a-z0-9-]+)\./g, (_, task: string) => `{{tasks.${place(task)}.`)
      .replace(/\bouter-([a-z0-9-]+)/g, (_, header: string) => `outer-${place(header)}`);
  const parameters = (list: readonly Parameter[] = []): readonly unknown[] =>
    list.map(({ name, value = '' }) => `${references(name)}: ${references(value)}`).toSorted();
  const task = ({ name, depends, dependencies, template = '', when, arguments: given, ...rest }: DAGTask) => ({
    ...rest,
    ...(rest.withSequence === undefined ? {} : { withSequence: references(JSON.stringify(rest.withSequence)) }),
    // What goes round is the one task that is not called as what it runs.
    name: places.get(name) ?? 'again',
    after: [depends ?? dependencies?.[0] ?? ''].map(place),
    template: place(template),
    when: references(when ?? '').replace(/== '(.*)'$/, (_, step: string) => `== ${place(templateOf.get(step) ?? '')}`),
    given: parameters(given?.parameters),
  });
  return templates.map(({ name = '', inputs, dag, container, ...rest }: Template) => ({
    ...rest,
    name: place(name),
    inputs: parameters(inputs?.parameters),
    tasks: dag?.tasks.map(task),
    container: container && { ...container, args: container.args?.slice(1) },
  }));
}
