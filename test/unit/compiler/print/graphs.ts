import { buildGraph } from '../../../../src/compiler/build/build.ts';
import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';
import type { FlowModel } from '../../../../src/compiler/ir/model.ts';
import { modelOf, NO_DATA } from '../model-of.ts';

// Graphs to print: one with every region, nested, in which one step has all that a step can say; and one whose texts are hostile.

const span = { file: 'flow.ts', start: 0, end: 1 };

/** The graph of a model that is right. */
export function graphOf(model: FlowModel): Graph {
  const sink = new Diagnostics();
  const graph = buildGraph(model, sink);
  if (graph === undefined)
    throw new Error(
      `no graph: ${sink
        .sorted()
        .map(({ message }) => message)
        .join('; ')}`,
    );
  return graph;
}

const regions = modelOf(
  'start: a*',
  'a(element): b | c | d',
  'b: e & f',
  'e: q',
  'f: q',
  'q(inputs): d',
  'c: c <= 4 | k | l',
  'k: d',
  'l: d',
  'd: j',
  'j(inputs): w',
  'w: x | y',
  'x: z | end',
  'y: z | end',
  'z: end',
  'end',
);

const busyStep = {
  doc: 'Fits one model, and a good deal more than would go on one line. Not shown.',
  settings: {
    retry: { times: 3, delay: 30, backoff: 2, maxDelay: 600, on: 'any' },
    timeout: 90,
    catchError: 'failure',
    resources: { cpu: '2', memory: '4Gi', disk: '20Gi', gpu: 1, sharedMemory: '1Gi' },
    environment: { LEVEL: 'debug' },
    secrets: ['warehouse'],
    image: 'node:24-slim',
    kubernetes: {
      namespace: 'ml',
      nodeSelector: { zone: 'a' },
      tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }],
      volumes: [{ name: 'tmp', mountPath: '/tmp', source: { kind: 'emptyDir', medium: 'Memory', sizeLimit: '1Gi' } }],
      securityContext: { runAsUser: 1000 },
    },
    batch: { queue: 'gpu' },
    spans: { retry: span, timeout: span },
  },
  data: {
    reads: [{ name: 'rate', span, after: 'entry' }],
    needs: ['rate', 'source'],
    writes: ['score'],
    inputs: [{ branch: 'e', name: 'score', span, branchSpan: span }],
    merges: [{ span, exclude: [{ name: 'score', span }], assigned: [] }],
    element: [span],
  },
} as const satisfies Partial<FlowModel['steps'][number]>;

/** Every kind of region and item, settings, parameters and data. */
export const everything: Graph = graphOf({
  ...regions,
  doc: 'Trains one model per file.\n\nMore that nobody needs at once.',
  settings: {
    schedule: { cron: '0 3 * * *', timezone: 'Europe/Berlin', concurrency: 'forbid', span },
    trigger: { event: 'file-arrived', parameters: [{ field: 'path', parameter: 'source' }], span },
    triggerOnFinish: { flows: ['LoadFlow'], span },
    project: { name: 'ranking', branch: 'staging', span },
    tags: ['nightly'],
  },
  parameters: [
    { kind: 'string', name: 'source', required: true, pattern: { source: '^s3:', flags: 'u' }, span },
    { kind: 'number', name: 'rate', required: true, default: 0.1, min: 0, max: 1, help: 'learning rate', span },
    { kind: 'integer', name: 'layers', required: false, span },
    { kind: 'boolean', name: 'dry', required: true, default: false, span },
    { kind: 'date', name: 'day', required: true, default: '2026-01-31', min: '2020-01-01', span },
    { kind: 'choice', name: 'mode', required: true, of: ['fast', 2], default: 'fast', span },
    { kind: 'file', name: 'corpus', required: false, span },
    { kind: 'json', name: 'grid', required: true, default: { depth: [1, null, 'x'] }, span },
  ],
  fields: [{ name: 'score', kind: 'artifact', initialised: false, mayBeUnset: true, doc: 'The best.', span }],
  steps: regions.steps.map((step) => (step.name === 'a' ? { ...step, ...busyStep } : step)),
  exitHandlers: [{ name: 'alert', when: 'failure', data: NO_DATA, settings: { spans: {} }, span }],
});

const HOSTILE = '"]; end <b>&amp;</b> \\N `{{x}}` %% #35; \u001b[31m\u202e 1. 漢字 👩‍🚀 -- \'\n\0';

/** The same shape with texts that try to be syntax. */
export const hostile: Graph = graphOf({
  ...regions,
  name: HOSTILE,
  doc: HOSTILE,
  settings: { tags: [HOSTILE] },
  steps: regions.steps.map((step) => ({
    ...renamed(step),
    doc: HOSTILE,
    settings: { image: HOSTILE, spans: {} },
  })),
});

/** Every step but `start`, `end` and the branches of the split under a hostile name. */
function renamed(step: FlowModel['steps'][number]): FlowModel['steps'][number] {
  const name = (plain: string): string => (/^(start|end)$/.test(plain) ? plain : `${plain}${HOSTILE}`);
  return {
    ...step,
    name: name(step.name),
    transitions: step.transitions.map((transition) => ({
      ...transition,
      targets: transition.targets.map((target) => ({ ...target, step: name(target.step) })),
    })),
  };
}

/** A foreach in a foreach, `depth` deep. */
export function nested(depth: number): Graph {
  const levels = Array.from({ length: depth }, (_, index) => index);
  return graphOf(
    modelOf(
      'start: s0*',
      ...levels.map((level) => `s${level}(element): ${level === depth - 1 ? `j${level}` : `s${level + 1}*`}`),
      ...levels.map((level) => `j${level}(inputs): ${level === 0 ? 'end' : `j${level - 1}`}`),
      'end',
    ),
  );
}
