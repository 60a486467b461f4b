import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../../../src/compiler/diagnostics/cells.ts';
import { printGraph } from '../../../../src/compiler/print/print-graph.ts';
import { modelOf } from '../model-of.ts';
import { everything, graphOf, hostile, nested } from './graphs.ts';

const columns = (line: string): number => cellsOf(line).reduce((sum, { width }) => sum + width, 0);

test('the terminal shows the tree in reading order with what each step is and needs', () => {
  expect(printGraph(everything, 'terminal', { width: 90 })).toMatchInlineSnapshot(`
    "Flow
    Trains one model per file.
      schedule    0 3 * * * · Europe/Berlin
      on event    file-arrived
      after       LoadFlow
      project     ranking · staging
      tags        nightly
      parameters  source (required) · rate = 0.1 · layers (optional) · dry = false ·
                  day = "2026-01-31" · mode = "fast" · corpus (optional) ·
                  grid = {"depth":[1,null,"x"]}
      on exit     alert (failure)

    ● start
    ┬ foreach: each element
    └─● a                         Fits one model, and a good deal more than would go on one
                                  line. (retry ×3 · timeout 90s · catches into failure ·
                                  2 cpu · 4Gi · 1 gpu · 20Gi disk · 1Gi shared memory ·
                                  node:24-slim)
      ┬ choice: one of
      ├─● b
      │ ┬ split: all of
      │ ├─● e
      │ └─● f
      │ ● q
      ├─┬ loop: at most 4 visits
      │ ├─● c
      │ │ ┬ choice: one of
      │ │ ├─↺ back to c
      │ │ ├─→ leaves to k
      │ │ └─→ leaves to l
      │ ├─╴ having left to k
      │ │ ● k
      │ └─╴ having left to l
      │   ● l
      └─→ d
      ● d
    ● j
    ● w
    ┬ choice: one of
    ├─● x
    │ ┬ choice: one of
    │ ├─↓ on with z
    │ └─→ end
    ├─● y
    │ ┬ choice: one of
    │ ├─↓ on with z
    │ └─→ end
    └─╴ on with z
      ● z
    ● end
    "
  `);
});

test('with data, it shows what a step reads and writes', () => {
  const text = printGraph(everything, 'terminal', { width: 100, data: true });
  expect(text).toMatch(
    /^└─● a .*\n(.*\n)*? +reads rate, source\n +inputs e\.score\n +merges all but score\n +writes score$/m,
  );
});

test('where `this` escapes, it says that the step may read and write all', () => {
  const model = modelOf('start: end', 'end');
  const steps = model.steps.map((step) => ({ ...step, data: { ...step.data, escapes: step.span } }));
  expect(printGraph(graphOf({ ...model, steps }), 'terminal', { data: true })).toMatch(
    /● start +reads all\n +writes all\n/,
  );
});

describe('no line is wider than the screen', () => {
  test.for([10, 24, 40, 80, 200])('%i columns', (width) => {
    for (const graph of [everything, hostile, nested(60)]) {
      const lines = printGraph(graph, 'terminal', { width, data: true }).split('\n');
      expect(lines.filter((line) => columns(line) > width)).toEqual([]);
    }
  });
});

test('colours only colour', () => {
  const coloured = printGraph(everything, 'terminal', { color: true, data: true });
  expect(coloured).toContain('\x1b[1m● start');
  expect(stripVTControlCharacters(coloured)).toBe(printGraph(everything, 'terminal', { data: true }));
});

test('texts of the flow cannot steer the terminal', () => {
  expect(printGraph(hostile, 'terminal', { data: true })).not.toMatch(/[\0-\x09\x0b-\x1f\u202e]/);
});

test('what stands on the flow for every step is said once', () => {
  const model = modelOf('start: a', 'a: end', 'end');
  const steps = model.steps.map((step) => {
    const timeout = step.name === 'a' ? { timeout: 90 } : {};
    return { ...step, settings: { image: 'node:24', spans: {}, ...timeout } };
  });
  const text = printGraph(graphOf({ ...model, steps }), 'terminal');
  expect(text).toBe('Flow\n  every step  node:24\n\n● start\n● a      (timeout 90s)\n● end\n');
});
