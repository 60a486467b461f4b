import type { FlowModel, StepModel, TransitionModel } from '../../../src/compiler/ir/model.ts';
import type { Span } from '../../../src/compiler/ir/span.ts';

// Writes flow models as one line a step: `start: a & b` splits, `a: x*` is a foreach, `b: c | d` decides, `j(inputs)` is a join and
// `x(element)` takes an element; `a <= 3` bounds an edge back.

/** The model that the lines describe; every name's span is its place in them. */
export function modelOf(...lines: readonly string[]): FlowModel {
  const text = lines.join('\n');
  const base = { file: 'flow.ts', start: 0, end: 0 };
  return {
    name: 'Flow',
    file: 'flow.ts',
    span: base,
    settings: { tags: [] },
    parameters: [],
    fields: [],
    steps: lines.map((line) => stepOf(line, text.indexOf(line))),
    exitHandlers: [],
  };
}

const NO_EFFECTS = { assigned: [], merged: [], touched: [], literals: {} };
export const NO_DATA = { reads: [], needs: [], writes: [], inputs: [], merges: [], element: [] };

function stepOf(line: string, offset: number): StepModel {
  const [head = '', ways = ''] = line.split(':');
  const [, name = '', takes = 'nothing'] = /^\s*(\w+)(?:\((\w+)\))?/.exec(head) ?? [];
  const span = { file: 'flow.ts', start: offset, end: offset + name.length };
  return {
    name,
    span,
    takes: takes as StepModel['takes'],
    transitions: ways.trim() === '' ? [] : ways.split('|').map((way) => transitionOf(way.trim(), span)),
    data: NO_DATA,
    settings: { spans: {} },
  };
}

function transitionOf(way: string, span: Span): TransitionModel {
  const [, targets = '', bound] = /^([^<]*)(?:<=\s*(\d+))?$/.exec(way) ?? [];
  const names = targets.split('&').map((target) => target.trim());
  const foreach = names[0]?.endsWith('*') === true;
  const kind = foreach ? 'foreach' : names.length > 1 ? 'split' : 'go';
  const transition = {
    kind,
    targets: names.map((name) => ({ step: name.replace('*', ''), span })),
    span,
    effects: NO_EFFECTS,
  } as const;
  return bound === undefined ? transition : { ...transition, maxVisits: Number(bound) };
}
