import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { StateMachine } from '../../../targets/step-functions/asl.ts';
import { stepFunctions } from '../../../targets/step-functions/index.ts';
import { graphOf, lowered, printed } from '../compiled.ts';
import { Dice } from '../dice.ts';
import { END, type Node, type Tree } from '../region-tree.ts';
import { propertyOf } from '../property.ts';
import { sourceOf } from '../source.ts';
import { stepsOf } from '../steps-of.ts';

const STEPS = 500;

interface Format {
  /** Of `STEPS` steps. */
  readonly most: number;
  readonly print: (graph: Graph) => string;
}

const formats: Readonly<Record<string, Format>> = {
  // Objects of Kubernetes end at 1.5 MB, all in all.
  Argo: { most: 500_000, print: (graph) => printed(lowered(graph)) },
  // A state machine ends at 1 MiB.
  'Step Functions': { most: 800_000, print: (graph) => JSON.stringify(machineOf(graph)) },
};

function machineOf(graph: Graph): StateMachine {
  const options = { image: 'flows:1', datastore: 's3://flows/store', batchQueue: 'flows' };
  return stepFunctions.lower(graph, options, new Diagnostics()).stack.machine;
}

/** What a flow is a long row of: each shape begins at step `at`, and has as many steps as it says. */
const shapes: Readonly<Record<string, { readonly steps: number; of(at: number): Tree }>> = {
  step: { steps: 1, of: (at) => [step(at)] },
  foreach: { steps: 3, of: (at) => [step(at), { kind: 'each', body: [step(at + 1)] }, step(at + 2)] },
  split: {
    steps: 4,
    of: (at) => [step(at), { kind: 'split', branches: [[step(at + 1)], [step(at + 2)]] }, step(at + 3)],
  },
  choice: { steps: 4, of: (at) => [step(at), choice([step(at + 1)], [step(at + 2)]), step(at + 3)] },
  loop: { steps: 2, of: (at) => [step(at), loop(at)] },
};

const step = (id: number): Node => ({ kind: 'step', id });
const choice = (...arms: readonly Tree[]): Node => ({ kind: 'choice', arms, tails: [] });
const loop = (id: number): Node => ({
  kind: 'loop',
  id,
  maxVisits: 3,
  body: [step(id + 1), choice([{ kind: 'again', loop: id }], [{ kind: 'leave', loop: id, exit: id }])],
  exits: [{ id, body: [] }],
  tails: [],
});

/** Bytes of a row of at least `wanted` steps with names of one length. */
function bytesOf(shape: string, wanted: number, print: Format['print']): number {
  const { steps = 1, of = () => [] } = shapes[shape] ?? {};
  const row = Array.from({ length: Math.ceil(wanted / steps) }, (_, at) => of(at * steps)).flat();
  const naming = (id: number): string => (id === 0 ? 'start' : id === END ? 'end' : `step${1000 + id}`);
  const files = sourceOf(stepsOf([...row, step(END)]), { naming, dice: new Dice([]), order: new Dice([]) });
  return Buffer.byteLength(print(graphOf(files)));
}

export const growth = propertyOf(
  'writes as much for each step of a flow as for any other',
  10,
  fc.constantFrom(...Object.keys(shapes).flatMap((shape) => Object.keys(formats).map((format) => ({ shape, format })))),
  ({ shape, format }) => {
    const { most = 0, print = () => '' } = formats[format] ?? {};
    const [one, two, three] = [STEPS / 4, STEPS / 2, STEPS].map((steps) => bytesOf(shape, steps, print));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three sizes were asked for');
    ok(three < most, `${STEPS} steps of ${shape} are ${three} bytes for ${format}`);
    const doubled = two + 2 * (two - one);
    ok(
      Math.abs(three - doubled) < doubled / 50,
      `${shape}: ${one}, ${two} and ${three} bytes for ${format} are no straight line`,
    );
  },
);
