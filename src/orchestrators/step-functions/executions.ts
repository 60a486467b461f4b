import type { RunState } from '../orchestrator.ts';
import type { Api } from './api.ts';
import type { ExecutionListItem, ExecutionStatus } from './aws.ts';
import { unless } from './faults.ts';
import { Reading, type History, type MapRun, type Visit } from './history.ts';

// An execution and those that its Distributed Maps have begun for their elements, which have histories of their own. An account may read 20 histories a second
// behind a store of 400 (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html): those of a foreach of 10,000 elements take eight minutes. So
// only what may say something is read of many: what failed or goes on, and of the elements that succeeded as many as are quick to read. A history that is
// complete is read once.

const STATES: Readonly<Record<ExecutionStatus, RunState>> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'queued',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  ABORTED: 'failed',
};

export const stateOf = (status: ExecutionStatus | undefined): RunState => STATES[status ?? 'RUNNING'];

export const isOver = (state: RunState): boolean => state === 'succeeded' || state === 'failed';

/** How many executions that succeeded are read in one look. */
export const MOST = 300;

/** A visit of a state in one of the executions. */
export interface Seen extends Visit {
  /** The execution's end; absent while it goes on. */
  readonly over?: Date | undefined;
}

export interface SeenMap extends MapRun {
  readonly begun: number;
  readonly failed: number;
  /** Elements that succeeded and were not looked at. */
  readonly unread: number;
  /** Elements that have not begun, where that is known. */
  readonly waiting: number;
}

export interface Sight {
  readonly visits: readonly Seen[];
  readonly maps: readonly SeenMap[];
}

/** Is told how many elements were looked at, of how many, as far as that is known; of as many where the look is over. */
export type Progress = (read: number, known: number) => void;

interface Look {
  /** How many that succeeded may still be read. */
  left: number;
  read: number;
  known: number;
}

export class Executions {
  readonly #api: Api;
  readonly #progress: Progress;
  readonly #most: number;
  readonly #complete = new Map<string, History>();

  constructor(api: Api, progress: Progress, most: number) {
    this.#api = api;
    this.#progress = progress;
    this.#most = most;
  }

  /** @param whole - Every element is looked at, however long that takes. */
  async look(arn: string, over: Date | undefined, whole: boolean): Promise<Sight> {
    const look = { left: whole ? Infinity : this.#most, read: 0, known: 0 };
    try {
      const history = await this.#history(arn);
      const { visits, maps } = await this.#see(history, over, look);
      const waiting = over === undefined ? await Promise.all(maps.map((map) => this.#waiting(map, history))) : maps;
      return { visits, maps: waiting };
    } finally {
      this.#progress(look.known, look.known);
    }
  }

  async #see({ visits, maps }: History, over: Date | undefined, look: Look): Promise<Sight> {
    const within = await Promise.all(maps.map((map) => this.#elements(map, look)));
    return {
      visits: [...visits.map((visit) => Object.assign(visit, { over })), ...within.flatMap((one) => one.visits)],
      maps: within.flatMap((one) => one.maps),
    };
  }

  async #elements(map: MapRun, look: Look): Promise<Sight> {
    const latestFirst = await Array.fromAsync(this.#api.listExecutions({ mapRunArn: map.arn }));
    const elements = latestFirst.toReversed();
    const example = elements.find(({ status }) => status === 'SUCCEEDED');
    const [unread, read] = parted(elements, (one) => one !== example && this.#isLeftOut(one, look));
    look.known += read.length;
    const seen = await Promise.all(
      read.map(async (element) => {
        const history = await this.#element(element, look);
        return { element, history, sight: await this.#see(history, endOf(element), look) };
      }),
    );
    const like = seen.find(({ element }) => element === example)?.history.visits ?? [];
    const failed = elements.filter(({ status }) => status === 'FAILED' || status === 'TIMED_OUT').length;
    const { length: begun } = elements;
    return {
      visits: [
        ...seen.flatMap(({ sight }) => sight.visits),
        ...unread.flatMap((one) => like.map((visit) => likely(visit, one))),
      ],
      maps: [{ ...map, begun, failed, unread: unread.length, waiting: 0 }, ...seen.flatMap(({ sight }) => sight.maps)],
    };
  }

  /** With how many have not begun, of a map of the run itself: to ask that of maps inside of elements would be too much. */
  async #waiting(map: SeenMap, { maps }: History): Promise<SeenMap> {
    if (!maps.some(({ arn }) => arn === map.arn)) return map;
    const described = await unless(['AccessDeniedException'], this.#api.describeMapRun(map.arn));
    return { ...map, waiting: described?.itemCounts?.pending ?? 0 };
  }

  #isLeftOut(element: ExecutionListItem, look: Look): boolean {
    if (element.status !== 'SUCCEEDED' || this.#complete.has(keyOf(element))) return false;
    return look.left-- <= 0;
  }

  async #element(element: ExecutionListItem, look: Look): Promise<History> {
    const key = keyOf(element);
    const known = this.#complete.get(key);
    const history = known ?? (await this.#history(element.executionArn ?? ''));
    if (isOver(stateOf(element.status))) this.#complete.set(key, history);
    this.#progress(++look.read, look.known);
    return history;
  }

  async #history(arn: string): Promise<History> {
    const reading = new Reading();
    for await (const event of this.#api.getExecutionHistory(arn)) reading.read(event);
    return reading;
  }
}

/** Undefined: it goes on. One that is redriven has the end of its last time too. */
export const endOf = ({ status, stopDate }: Pick<ExecutionListItem, 'status' | 'stopDate'>): Date | undefined =>
  isOver(stateOf(status)) ? (stopDate ?? new Date(0)) : undefined;

/** A redriven execution goes on under its name. */
const keyOf = ({ executionArn, redriveCount = 0 }: ExecutionListItem): string => `${executionArn}/${redriveCount}`;

/** What an element that was not looked at ran, as another of the same map did. */
const likely = ({ step }: Visit, { name = '', startDate: submitted, stopDate: ended }: ExecutionListItem): Seen => ({
  step,
  id: name,
  attempts: [{ submitted, ended }],
  at: 'succeeded',
  left: true,
  over: ended,
});

function parted<Value>(values: readonly Value[], isFirst: (value: Value) => boolean): readonly [Value[], Value[]] {
  const parts: [Value[], Value[]] = [[], []];
  for (const value of values) parts[isFirst(value) ? 0 : 1].push(value);
  return parts;
}
