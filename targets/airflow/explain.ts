import type { Graph } from '../../src/compiler/ir/graph.ts';
import type { Meaning } from '../target.ts';
import { MAX_TASKS } from './check-graph.ts';
import { groupsOf, type Group } from './groups.ts';
import { unroll } from './instances.ts';
import { nameAll } from './names.ts';

// The way back from Airflow's ids of tasks and groups to the flow, by the same names that are written.

export function explainAirflow(graph: Graph): readonly Meaning[] {
  const { steps, exitHandlers, flow } = graph;
  const unrolled = unroll(graph, new Set(), MAX_TASKS);
  const groups = groupsOf(graph, unrolled);
  const names = nameAll(
    groups,
    unrolled.places,
    exitHandlers.map(({ name }) => name),
  );
  const spans = new Map([...steps, ...exitHandlers].map(({ name, span }) => [name, span]));
  const at = (name: string) => ({ span: spans.get(name) ?? flow.span });
  const meanings = new Map<string, Meaning>();
  const say = (meaning: Meaning): void => void (meanings.has(meaning.name) || meanings.set(meaning.name, meaning));
  for (const group of groups) {
    if (group.scope.depth > 0) for (const meaning of ofMapped(group)) say(meaning);
    for (const { instance } of group.nodes) {
      const { step, visits } = instance;
      const text =
        visits.length === 0
          ? `the step \`${step}\``
          : `the step \`${step}\`, in the visits ${visits.join('.')} of the loops around it`;
      say({ name: names.path(group, instance), text, step, ...at(step) });
    }
  }
  for (const { name } of exitHandlers)
    say({ name: names.exitHandler(name), text: `the exit handler \`${name}\``, step: name, ...at(name) });
  return [...meanings.values()];

  function ofMapped(group: Group): readonly Meaning[] {
    const [id, frames] = [names.group(group), names.frames(group)];
    const { opener, first } = group.scope;
    const opened = `the foreach that \`${opener?.step ?? ''}\` opens`;
    const part = group.segment === 0 ? 'the body' : 'a later part of the body';
    return [
      { name: id, text: `${part} of ${opened}, once for each element`, ...at(first) },
      { name: frames, text: `lists the elements of ${opened}, for Airflow to map its body over`, ...at(first) },
    ];
  }
}
