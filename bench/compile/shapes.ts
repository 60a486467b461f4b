// The flows that are compiled: each described once, as regions, and printed in the language of every tool
// (flowc-source.ts, metaflow-source.ts, hera-source.ts), so that all of them compile the same work.
//
// The work is a number that every step reads and adds to: the least that makes a tool carry data from step to step.

export interface Shape {
  readonly name: string;
  readonly title: string;
  readonly parts: readonly Part[];
  /** Whether the peers compile it too. */
  readonly peers: boolean;
  /** Shapes of one kind, for the table of growth. */
  readonly series?: Series;
}

/** A shape that there is in several sizes. */
export interface Series {
  readonly kind: string;
  readonly steps: number;
}

export type Part =
  | { readonly kind: 'step'; readonly name: string }
  | {
      readonly kind: 'split';
      readonly opener: string;
      readonly branches: readonly (readonly Part[])[];
      readonly join: string;
    }
  | { readonly kind: 'foreach'; readonly opener: string; readonly body: readonly Part[]; readonly join: string };

const longChain: Shape = { ...chainOf(5000), peers: false };

/** What is compiled for Argo. */
export const shapes: readonly Shape[] = [
  chainOf(5),
  chainOf(50),
  chainOf(500),
  longChain,
  { name: 'diamonds-40', title: '40 diamonds in a row', parts: diamonds(40), peers: true },
  { name: 'nested-60', title: 'foreach in foreach, 60 deep', parts: nested(60), peers: true },
];

/** What both flowc and Metaflow compile for Airflow: Metaflow takes a foreach there whose body is one step. */
export const airflowShapes: readonly Shape[] = [
  ...[5, 50, 500].flatMap((steps) => [chainOf(steps), foreachesOf(steps)]),
  longChain,
];

/** `steps` steps in a row, `start` and `end` among them. */
export function chainOf(steps: number): Shape {
  const series = { kind: 'chain', steps };
  return { name: `chain-${steps}`, title: `${steps} steps in a row`, parts: chain(steps), peers: true, series };
}

/** Foreaches in a row, three steps each: `steps` steps with `start` and `end`, so two more than a multiple of three. */
function foreachesOf(steps: number): Shape {
  const count = (steps - 2) / 3;
  const parts = wrap(
    Array.from({ length: count }, (_, index): Part => {
      const number = index + 1;
      return { kind: 'foreach', opener: `each${number}`, body: [step(`body${number}`)], join: `join${number}` };
    }),
  );
  const series = { kind: 'foreach', steps };
  return { name: `foreach-${steps}`, title: `${count} foreaches in a row`, parts, peers: true, series };
}

/** A step of the flat flow. `next` has one name, the branches of a split, or none after `end`. */
export interface FlatStep {
  readonly name: string;
  readonly role: 'start' | 'step' | 'element' | 'join' | 'end';
  readonly next: readonly string[];
  readonly foreach: boolean;
}

/** The steps of a shape in the order of the text, as languages of classes and transitions want them. */
export function flatten(shape: Shape): readonly FlatStep[] {
  const steps: FlatStep[] = [];
  flattenInto(steps, shape.parts, [], 'step');
  return steps.map((step) => (step.name === 'start' || step.name === 'end' ? { ...step, role: step.name } : step));
}

function flattenInto(
  steps: FlatStep[],
  parts: readonly Part[],
  after: readonly string[],
  first: FlatStep['role'],
): void {
  for (const [index, part] of parts.entries()) {
    const role = index === 0 ? first : 'step';
    const following = parts[index + 1];
    const next = following === undefined ? after : [entry(following)];
    if (part.kind === 'step') {
      steps.push({ name: part.name, role, next, foreach: false });
      continue;
    }
    const bodies = part.kind === 'split' ? part.branches : [part.body];
    const foreach = part.kind === 'foreach';
    steps.push({ name: part.opener, role, next: bodies.map(entryOf), foreach });
    for (const body of bodies) flattenInto(steps, body, [part.join], foreach ? 'element' : 'step');
    steps.push({ name: part.join, role: 'join', next, foreach: false });
  }
}

function entryOf(parts: readonly Part[]): string {
  const first = parts[0];
  if (first === undefined) throw new Error('A body needs a step.');
  return entry(first);
}

function entry(part: Part): string {
  return part.kind === 'step' ? part.name : part.opener;
}

function chain(count: number): readonly Part[] {
  return wrap(Array.from({ length: count - 2 }, (_, index) => step(`s${index + 1}`)));
}

function diamonds(count: number): readonly Part[] {
  return wrap(
    Array.from({ length: count }, (_, index): Part => {
      const number = index + 1;
      const branches = [[step(`left${number}`)], [step(`right${number}`)]];
      return { kind: 'split', opener: `split${number}`, branches, join: `join${number}` };
    }),
  );
}

function nested(depth: number): readonly Part[] {
  let inner: Part = step('body');
  for (let level = depth; level > 0; level -= 1) {
    inner = { kind: 'foreach', opener: `each${level}`, body: [inner], join: `join${level}` };
  }
  return wrap([inner]);
}

function wrap(parts: readonly Part[]): readonly Part[] {
  return [step('start'), ...parts, step('end')];
}

function step(name: string): Part {
  return { kind: 'step', name };
}
