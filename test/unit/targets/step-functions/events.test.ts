import { describe, expect, test } from 'vitest';
import { countEvents } from '../../../../targets/step-functions/events.ts';
import { each, flow, go, split, type FlowOptions, type Ways } from '../flow.ts';

// By the events that AWS writes: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html

const EXECUTION = 2; // started, succeeded
const PASS = 2; // entered, exited
const JOB = 6; // entered, scheduled, started, submitted, succeeded, exited
const DECISION = 5 + 2; // entered, scheduled, started, succeeded, exited; and the choice entered, exited
const PARALLEL = 4; // entered, started, succeeded, exited
const MAP = 6; // entered, started, its run started and succeeded, succeeded, exited
const ENDING = 2; // a state that only ends its scope

const ofRun = (steps: Readonly<Record<string, Ways>>, options: FlowOptions = {}) =>
  countEvents(flow(steps, options)).executions.map(({ events }) => events);

describe('the events of a run', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['of three steps', ofRun({ start: [go('a')], a: [go('end')], end: [] }), [EXECUTION + PASS + 3 * JOB]],
    [
      'of a decision, in which all arms count',
      ofRun({ start: [go('a'), go('b')], a: [go('end')], b: [go('end')], end: [] }),
      [EXECUTION + PASS + 4 * JOB + DECISION],
    ],
    [
      'of a split',
      ofRun({ start: [split('a', 'b')], a: [go('j')], b: [go('j')], j: [go('end')], end: [] }, { joins: ['j'] }),
      [EXECUTION + PASS + 5 * JOB + PARALLEL + 2 * ENDING],
    ],
    [
      'of a foreach, whose elements are executions of their own',
      ofRun({ start: [each('a')], a: [go('b')], b: [go('j')], j: [go('end')], end: [] }, { joins: ['j'] }),
      [EXECUTION + PASS + 3 * JOB + MAP, EXECUTION + 2 * JOB + ENDING],
    ],
    [
      'of a loop, for as many visits as it may make, and of what follows it once',
      ofRun({ start: [go('w')], w: [go('w', 10), go('x'), go('end')], x: [go('end')], end: [] }),
      [EXECUTION + PASS + 3 * JOB + 10 * (PASS + JOB + DECISION)],
    ],
    [
      'with exit handlers, of which those for one end run',
      ofRun(
        { start: [go('end')], end: [] },
        {
          exitHandlers: [
            { name: 'a', when: 'always' },
            { name: 'b', when: 'success' },
            { name: 'c', when: 'failure' },
          ],
        },
      ),
      [EXECUTION + PASS + 2 * JOB + PARALLEL + 2 * JOB + ENDING],
    ],
  ])('%s', (_, counted, wanted) => {
    expect(counted).toEqual(wanted);
  });

  const visit = PASS + JOB + DECISION;
  const rest = EXECUTION + PASS + 2 * JOB;
  const most = Math.floor((25_000 - rest) / visit);
  const longLoops = (maxVisits?: number, inner?: number) =>
    countEvents(
      flow(
        inner === undefined
          ? { start: [go('w')], w: [go('w', maxVisits), go('end')], end: [] }
          : {
              start: [go('w')],
              w: [go('v')],
              v: [go('v', inner), go('x')],
              x: [go('w', maxVisits), go('end')],
              end: [],
            },
      ),
    ).longLoops.map(({ loop, visits }) => [loop.header, visits]);

  test('end a loop that may take more visits than there is room for', () => {
    expect(longLoops(most)).toEqual([]);
    expect(longLoops(most + 1)).toEqual([['w', most]]);
  });

  test('end a loop without a bound', () => {
    expect(longLoops()).toEqual([['w', most]]);
  });

  test('of an inner loop count for each visit of the outer one', () => {
    expect(longLoops(30, 30)).toEqual([]);
    expect(longLoops(60, 60).map(([header]) => header)).toEqual(['w', 'v']);
  });
});
