import type { Arm, Graph, Region } from '../../src/compiler/ir/graph.ts';
import type { Meaning } from '../target.ts';
import { exitTemplate } from './exit.ts';
import { MAIN, nameTemplates, ON_EXIT, type TemplateNames } from './names.ts';
import { planDags } from './regions.ts';

// The way back from Argo's names of templates and tasks to the flow, by the same names and DAGs that are written: names.ts and regions.ts.

/** A name and what it stands for, beginning at the step or exit handler `at`. */
type Said = Omit<Meaning, 'span'> & { readonly at?: string };

/** Every template and task of the flow's WorkflowTemplate. */
export function explainArgo(graph: Graph): readonly Meaning[] {
  const { steps, exitHandlers, regions, flow } = graph;
  const names = nameTemplates(graph);
  const dags = planDags(graph, names).dags.flatMap(({ name, tasks }) => [name, ...tasks.map((task) => task.name)]);
  const exits = exitTemplate(exitHandlers, names)?.templates ?? [];
  const written = new Set([...dags, ...exits.map(({ name }) => name)]);
  const said: readonly Said[] = [
    { name: MAIN, text: 'the whole flow' },
    ...steps.map(({ name }) => ({ name: names.step(name), text: `the step \`${name}\``, step: name, at: name })),
    ...steps.flatMap(({ name, settings }) => (settings.catchError === undefined ? [] : [caught(name, names)])),
    ...regions.flatMap((region) => ofRegion(region, names)),
    { name: ON_EXIT, text: 'the exit handlers, each where its condition holds' },
    ...exitHandlers.map(({ name }) => ({
      name: names.exitHandler(name),
      text: `the exit handler \`${name}\``,
      step: name,
      at: name,
    })),
  ];
  const spans = new Map([...steps, ...exitHandlers].map(({ name, span }) => [name, span]));
  return said
    .filter(({ name, step }) => step !== undefined || written.has(name))
    .map(({ at, ...meaning }) => ({ ...meaning, span: spans.get(at ?? '') ?? flow.span }));
}

const caught = (step: string, names: TemplateNames): Said => ({
  name: names.caught(step),
  text: `the step \`${step}\` in a DAG of its own, lest its \`@catchError\` forgive what failed before it`,
  at: step,
});

function ofRegion(region: Region, names: TemplateNames): readonly Said[] {
  const name = names.region(region.id);
  switch (region.kind) {
    case 'parallel': {
      const { step, branches, join } = region;
      const all = branches.map(({ to }) => `\`${to}\``).join(', ');
      return [{ name, text: `the branches that \`${step}\` opens, side by side until \`${join}\`: ${all}`, at: step }];
    }
    case 'foreach': {
      const { step, join } = region;
      const text = `the body of the foreach that \`${step}\` opens, once for each element, until \`${join}\``;
      return [{ name, text, at: step }];
    }
    case 'choice': {
      const { id, step } = region;
      const arm = (to: string): string => `what follows where \`${step}\` chooses \`${to}\``;
      return [
        { name, text: `the choice that \`${step}\` makes: one of its arms runs`, at: step },
        ...ofArms(region.arms, (to) => ({ name: names.arm(id, to), text: arm(to) })),
        ...ofTails(region, names),
      ];
    }
    case 'loop': {
      const { id, header } = region;
      const exit = (to: string): string =>
        `what follows where the loop that begins with \`${header}\` is left for \`${to}\``;
      return [
        { name, text: `the loop that begins with \`${header}\`: one visit, and in it the next`, at: header },
        { name: names.again(id), text: `the next visit of the loop that begins with \`${header}\``, at: header },
        ...ofArms(region.exits, (to) => ({ name: names.arm(id, to), text: exit(to) })),
        ...ofTails(region, names),
      ];
    }
  }
}

const ofArms = (arms: readonly Arm[], say: (to: string) => Said): readonly Said[] =>
  arms.map(({ to }) => ({ ...say(to), at: to }));

const ofTails = ({ id, tails }: Extract<Region, { tails: unknown }>, names: TemplateNames): readonly Said[] =>
  ofArms(tails, (to) => ({ name: names.tail(id, to), text: `the ending from \`${to}\` on, which several ways share` }));
