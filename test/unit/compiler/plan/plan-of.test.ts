import { describe, expect, test } from 'vitest';
import type { Graph, Step } from '../../../../src/compiler/ir/graph.ts';
import { planOf } from '../../../../src/compiler/plan/plan-of.ts';
import { graphOfLines, planOfLines } from '../../plan-of-lines.ts';

const span = { file: 'flow.ts', start: 0, end: 0 };

/** The graph with one step changed. */
const changed = (graph: Graph, name: string, change: (step: Step) => Step): Graph => ({
  ...graph,
  steps: graph.steps.map((step) => (step.name === name ? change(step) : step)),
});

/** `step: dominator` for each step that has one, and `→ meet` where its ways meet. */
const placesOf = (...lines: readonly string[]): readonly string[] =>
  Object.entries(planOfLines(...lines).steps).map(([name, { dominator, meet }]) =>
    [name, dominator === undefined ? '' : ` after ${dominator}`, meet === undefined ? '' : ` → ${meet}`].join(''),
  );

describe('where to start following decisions', () => {
  test('in a row, from the step before', () => {
    expect(placesOf('start: a', 'a: b', 'b: end', 'end')).toEqual([
      'start',
      'a after start',
      'b after a',
      'end after b',
    ]);
  });

  test('past a decision, from the step that decides, and its ways meet there', () => {
    expect(placesOf('start: a | b', 'a: c', 'b: c', 'c: end', 'end')).toEqual([
      'start → c',
      'a after start',
      'b after start',
      'c after start',
      'end after c',
    ]);
  });

  test('for an ending that arms share, from the step above them all', () => {
    expect(placesOf('start: a | b', 'a: x | y', 'b: x | y', 'x: end', 'y: end', 'end')).toEqual([
      'start → end',
      'a after start',
      'b after start',
      'x after start',
      'y after start',
      'end after start',
    ]);
  });

  test('from nowhere for the first step of a branch, and for the join from what opened it', () => {
    expect(placesOf('start: a & b', 'a: c', 'c: j', 'b: j', 'j(inputs): end', 'end')).toEqual([
      'start',
      'a',
      'c after a',
      'b',
      'j after start',
      'end after j',
    ]);
  });

  test('past a loop, from the loop by its header; of a header, on the level around it', () => {
    expect(placesOf('start: h', 'h: a', 'a: h | b', 'b: end', 'end')).toEqual([
      'start',
      'h after start',
      'a after h',
      'b after h',
      'end after b',
    ]);
  });

  test('after a loop that a foreach leaves, from the loop', () => {
    expect(placesOf('start: h', 'h: h | a*', 'a: j', 'j(inputs): end', 'end')).toEqual([
      'start',
      'h after start',
      'a',
      'j after h',
      'end after j',
    ]);
  });
});

describe('ways on', () => {
  const waysOf = (step: string, ...lines: readonly string[]) => planOfLines(...lines).steps[step]?.ways;

  test('an edge back names header and bound, whichever edge of the loop says it', () => {
    const lines = ['start: h', 'h: a | h', 'a: h <= 20 | end', 'end'];
    expect(waysOf('h', ...lines)).toContainEqual({ kind: 'go', targets: ['h'], again: 'h', maxVisits: 20 });
    expect(waysOf('a', ...lines)).toContainEqual({ kind: 'go', targets: ['h'], again: 'h', maxVisits: 20 });
    expect(waysOf('a', ...lines)).toContainEqual({ kind: 'go', targets: ['end'], leaves: 'h' });
  });

  test('of several loops left the outermost is named, and going back leaves those inside', () => {
    const lines = ['start: o', 'o: i', 'i: i | o | end', 'end'];
    expect(waysOf('i', ...lines)).toEqual([
      { kind: 'go', targets: ['i'], again: 'i' },
      { kind: 'go', targets: ['o'], again: 'o', leaves: 'i' },
      { kind: 'go', targets: ['end'], leaves: 'o' },
    ]);
  });

  test('whoever closes a branch out of a loop leaves the loop', () => {
    const lines = ['start: a*', 'a: a | j', 'j(inputs): end', 'end'];
    expect(waysOf('start', ...lines)).toEqual([{ kind: 'foreach', targets: ['a'], join: 'j' }]);
    expect(waysOf('a', ...lines)).toContainEqual({ kind: 'go', targets: ['j'], leaves: 'a' });
    expect(planOfLines(...lines).steps['a']?.scope).toEqual({
      kind: 'foreach',
      opener: 'start',
      entry: 'a',
      join: 'j',
    });
  });
});

describe('what a step needs', () => {
  const named = { name: 'x', span } as const;
  const graph: Graph = {
    ...graphOfLines('start: end', 'end'),
    parameters: [{ name: 'rate', kind: 'number', required: true, span }],
    fields: ['x', 'y'].map((name) => ({ name, span, kind: 'artifact', initialised: false, mayBeUnset: false })),
  };

  test('artifacts and parameters stand apart', () => {
    const reads = changed(graph, 'end', (step) => ({ ...step, data: { ...step.data, needs: ['x', 'rate'] } }));
    expect(planOf(reads).steps['end']).toMatchObject({ needs: ['x'], parameters: ['rate'], inputs: [] });
    expect(planOf(reads).artifacts).toEqual(['x', 'y']);
  });

  test('whatever there is, where `this` or `inputs` goes out of sight', () => {
    const escapes = changed(graph, 'end', (step) => ({ ...step, data: { ...step.data, escapes: span } }));
    expect(planOf(escapes).steps['end']).toMatchObject({ needs: 'all', parameters: 'all', inputs: [] });
    const inputs = changed(graph, 'end', (step) => ({ ...step, data: { ...step.data, inputsEscape: span } }));
    expect(planOf(inputs).steps['end']).toMatchObject({ needs: [], inputs: 'all' });
  });

  test('of inputs each artifact once, and nothing for a merge', () => {
    const data = {
      inputs: [
        { ...named, branch: 'a' },
        { ...named, branch: 'b' },
      ],
      merges: [{ span, assigned: [] }],
    };
    const join = changed(graph, 'end', (step) => ({ ...step, data: { ...step.data, ...data } }));
    expect(planOf(join).steps['end']).toMatchObject({ needs: [], inputs: ['x'] });
  });
});

test('settings that only a manifest says stay out, and lines come from whoever has the texts', () => {
  const graph = changed(graphOfLines('start: end', 'end'), 'start', (step) => ({
    ...step,
    settings: { timeout: 90, kubernetes: { namespace: 'ml' }, spans: { timeout: span } },
  }));
  expect(planOf(graph, () => 7).steps['start']).toMatchObject({ source: 'flow.ts:7', settings: { timeout: 90 } });
  expect(planOf(graph).steps['start']?.settings).not.toHaveProperty('kubernetes');
  expect(planOf(graph).steps['start']?.source).toBe('flow.ts');
  expect(JSON.stringify(planOf(graph))).not.toContain('span');
});

describe('the hash of the graph', () => {
  const lines = ['start: a & b', 'a: j', 'b: b <= 3 | j', 'j(inputs): end', 'end'];
  const graph = graphOfLines(...lines);
  const { graph: hash } = planOf(graph);

  test('is that of the shape: what a step runs with, does and says is none of it', () => {
    const other = changed(graph, 'a', (step) => ({
      ...step,
      doc: 'new',
      settings: { timeout: 1, spans: {} },
      data: { ...step.data, needs: ['x'], escapes: span },
    }));
    expect(planOf({ ...other, parameters: [{ name: 'p', kind: 'string', required: true, span }] }).graph).toBe(hash);
  });

  test('does not depend on the order of the source', () => {
    expect(planOfLines(...lines.toReversed()).graph).toBe(hash);
    expect(planOfLines(...lines.map((line) => line.replace('b <= 3 | j', 'j | b <= 3'))).graph).toBe(hash);
  });

  test.each([
    ['a bound', 'b <= 3', 'b <= 4'],
    ['a way', 'j(inputs): end', 'j(inputs): b2', 'b2: end'],
    ['the order of branches, which is that of inputs', 'a & b', 'b & a'],
  ])('changes with %s', (_, from, to, ...more) => {
    expect(planOfLines(...lines.map((line) => line.replace(from, to)), ...more).graph).not.toBe(hash);
  });
});

test('a flow of 5,000 steps, in a row or nested, is planned without recursion', () => {
  const count = 5000;
  const row = Array.from({ length: count }, (_, at) => `s${at}: ${at + 1 === count ? 'end' : `s${at + 1}`}`);
  expect(planOfLines('start: s0', ...row, 'end').steps['end']?.dominator).toBe('s4999');
  const nested = Array.from({ length: count }, (_, at) => `s${at}: ${at + 1 === count ? 'end' : `s${at + 1} | end`}`);
  expect(planOfLines('start: s0', ...nested, 'end').steps['end']?.dominator).toBe('s0');
});
