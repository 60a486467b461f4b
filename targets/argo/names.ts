import { allocateNames, deployedName, type Named } from '../../src/compiler/emit/names.ts';
import type { Graph, Loop, Region, RegionId } from '../../src/compiler/ir/graph.ts';
import type { Project } from '../../src/compiler/ir/settings.ts';

// Names of templates, tasks and objects. A DAG task is called like the template that it runs, so one set of names serves
// both; all are allocated together, whether or not they come to be used, so that a name never depends on how a region was
// written.

/** Argo adds `-` and ten digits to a CronWorkflow's name for a run's, which has to fit in a label. */
const OBJECT_NAME_LENGTH = 52;

/** The templates that every flow has, or may have. */
export const MAIN = 'main';
export const ON_EXIT = 'on-exit';

/**
 * Argo reads `depends` as an expression, in which these are no names of tasks:
 * https://expr-lang.org/docs/language-definition
 */
const expressionWords = ['in', 'not', 'and', 'or', 'true', 'false', 'nil', 'let', 'if', 'else', 'matches', 'contains'];

/** Names of the templates and tasks of one flow. */
export interface TemplateNames {
  step(step: string): string;
  /** The DAG around a step under `@catchError` that ends another DAG. */
  caught(step: string): string;
  exitHandler(method: string): string;
  /** `split-a`, `each-a`, `choose-a` for what step a opens; `loop-a` for the loop of header a. */
  region(id: RegionId): string;
  /** The task that goes back to the loop's header. */
  again(loop: RegionId): string;
  /** An arm of a choice, an exit of a loop. */
  arm(region: RegionId, to: string): string;
  tail(region: RegionId, to: string): string;
  /** The input parameter that hands the frames outside of a loop to the templates inside it. */
  outer(loop: Loop): string;
}

const openers = { parallel: 'split', foreach: 'each', choice: 'choose', loop: 'loop' } as const;

export function nameTemplates(graph: Graph): TemplateNames {
  const names = allocateNames([
    ...[MAIN, ON_EXIT, ...expressionWords].map((name): Named => ({ key: name, wish: name, fixed: true })),
    ...graph.steps.map(({ name }) => ({ key: `step:${name}`, wish: name })),
    ...graph.steps.flatMap(({ name, settings }) =>
      settings.catchError === undefined ? [] : [{ key: `caught:${name}`, wish: `catch-${name}` }],
    ),
    ...graph.exitHandlers.map(({ name }) => ({ key: `exit:${name}`, wish: name })),
    ...graph.regions.flatMap(namesOf),
  ]);
  const get = (key: string): string => {
    const name = names.get(key);
    if (name === undefined) throw new Error(`no name for ${key}`);
    return name;
  };
  return {
    step: (step) => get(`step:${step}`),
    caught: (step) => get(`caught:${step}`),
    exitHandler: (method) => get(`exit:${method}`),
    region: (id) => get(id),
    again: (loop) => get(`again:${loop}`),
    arm: (region, to) => get(`arm:${region}:${to}`),
    tail: (region, to) => get(`tail:${region}:${to}`),
    outer: ({ header }) => `outer-${get(`step:${header}`)}`,
  };
}

function namesOf(region: Region): readonly Named[] {
  const [, ...opener] = region.id.split(':');
  const own = { key: region.id, wish: [openers[region.kind], ...opener].join('-') };
  if (region.kind === 'parallel' || region.kind === 'foreach') return [own];
  const tails = region.tails.map(({ to }) => ({ key: `tail:${region.id}:${to}`, wish: `tail-${to}` }));
  const arms = (from: string, all: Loop['exits']): Named[] =>
    all.map(({ to }) => ({ key: `arm:${region.id}:${to}`, wish: `${from}-to-${to}` }));
  if (region.kind === 'choice') return [own, ...arms(region.step, region.arms), ...tails];
  const again = { key: `again:${region.id}`, wish: `again-${region.header}` };
  return [own, again, ...arms(`leave-${region.header}`, region.exits), ...tails];
}

/** The name of the WorkflowTemplate of the flow `flow` in a project, and of what belongs to it. */
export function nameObject(flow: string, project: Project | undefined): string {
  return deployedName(flow, project, OBJECT_NAME_LENGTH);
}
