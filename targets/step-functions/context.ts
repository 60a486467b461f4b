import type { PassState, PayloadObject } from './asl.ts';
import { field, type Template } from './intrinsics.ts';

// What a state machine knows while it runs, of constant size: which run it is, and one slot for each foreach and loop that is open around a state. All else
// follows from these, in the datastore.

/** By the context object, at the beginning; handed on to the children of a foreach, in which the context object speaks of the child. */
export const run = {
  id: { path: '$.run' },
  engine: { path: '$.engine' },
  /** The code package: named once, so that new code is one changed line. */
  code: { path: '$.package' },
} as const;

/** An execution's name is unique for 90 days only; with the day before it, for ever. */
const RUN_ID =
  "States.Format('{}-{}', $$.Execution.Name, States.ArrayGetItem(States.StringSplit($$.Execution.StartTime, 'T'), 0))";

/** By the execution and its moment, a run id that is used twice is seen. */
const ENGINE: Template = ['step-functions/', { path: '$$.Execution.Id' }, '/', { path: '$$.Execution.StartTime' }];

export const begin = (code: string | undefined): Omit<PassState, 'Next'> => ({
  Type: 'Pass',
  Parameters: { 'run.$': RUN_ID, ...field('engine', ENGINE), package: code ?? '' },
});

/** What a child of a foreach is given: of the slots its own alone, as it never goes on outside. */
export const childContext = (depth: number): PayloadObject => ({
  'run.$': run.id.path,
  'engine.$': run.engine.path,
  'package.$': run.code.path,
  [slot(depth)]: { 'frames.$': '$$.Map.Item.Value' },
});

const slot = (depth: number): string => `level${depth}`;

/** The frames of a task at this depth. */
export const framesAt = (depth: number): { readonly path: string } => ({ path: `$.${slot(depth)}.frames` });

/** A task's id. */
export const taskIdAt = (depth: number): Template => [depth === 0 ? 'main' : framesAt(depth)];

/** The first visit of a loop at this depth, */
export const firstVisit = (depth: number): Omit<PassState, 'Next'> => ({
  Type: 'Pass',
  Parameters: { ...field('frames', [...outside(depth), 'v0']), visit: 0 },
  ResultPath: `$.${slot(depth)}`,
});

/** and the one after the present. */
export function nextVisit(depth: number): Omit<PassState, 'Next'> {
  const next = `States.MathAdd($.${slot(depth)}.visit, 1)`;
  return {
    Type: 'Pass',
    Parameters: { ...field('frames', [...outside(depth), 'v', { path: next }]), 'visit.$': next },
    ResultPath: `$.${slot(depth)}`,
  };
}

const outside = (depth: number): Template => (depth === 1 ? [] : [framesAt(depth - 1), '.']);
