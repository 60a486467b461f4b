// What is kept of many runs of one command.
import type { Usage } from './measure.ts';
import type { Series } from './compile/shapes.ts';
import type { Figures } from './contestant.ts';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Times in milliseconds, sizes in bytes. */
export interface Measured {
  readonly kind: 'measured';
  readonly wall: Spread;
  readonly cpu: Spread;
  readonly rss: Spread;
  /** Medians, by the head of their column. */
  readonly figures: Figures;
}

export interface Failed {
  readonly kind: 'failed';
  readonly reason: string;
}

/** One row of the bench. */
export interface Reading {
  readonly race: 'floor' | 'compile' | 'airflow' | 'dagbag' | 'step-functions' | 'run';
  readonly name: string;
  readonly tool: string;
  readonly series?: Series;
  readonly result: Measured | Failed;
}

export function summarise(usages: readonly Usage[], figures: readonly Figures[]): Measured {
  const names = Object.keys(figures[0] ?? {});
  return {
    kind: 'measured',
    wall: spread(usages.map((usage) => usage.wall)),
    cpu: spread(usages.map((usage) => usage.cpu)),
    rss: spread(usages.map((usage) => usage.rss)),
    figures: Object.fromEntries(
      names.map((name) => [name, spread(figures.map((all) => all[name] ?? Number.NaN)).median]),
    ),
  };
}

/** The median of an even number of values is the mean of the middle two. */
function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high, min, max] = [(sorted.length - 1) >> 1, sorted.length >> 1, 0, -1].map((index) => sorted.at(index));
  if (low === undefined || high === undefined || min === undefined || max === undefined) throw new Error('No runs.');
  return { median: (low + high) / 2, min, max };
}

/**
 * What one more step costs between two flows of one kind, in milliseconds; equal numbers down the list mean linear growth. Taken from
 * the fastest runs: the difference of two medians is mostly noise on a busy machine.
 */
export interface Growth {
  readonly race: Reading['race'];
  readonly kind: string;
  readonly tool: string;
  readonly from: number;
  readonly to: number;
  readonly wall: number;
  readonly cpu: number;
}

/** Compares the flows of each kind and tool, the shorter with the next longer. */
export function growth(readings: readonly Reading[]): readonly Growth[] {
  const grown = readings.flatMap(({ race, tool, series, result }) =>
    series !== undefined && result.kind === 'measured' ? [{ race, tool, ...series, result }] : [],
  );
  return [...Map.groupBy(grown, ({ race, kind, tool }) => `${race} ${kind} ${tool}`).values()].flatMap((rows) =>
    rows.slice(1).flatMap((to, index): readonly Growth[] => {
      const from = rows[index];
      if (from === undefined) return [];
      const steps = to.steps - from.steps;
      const wall = (to.result.wall.min - from.result.wall.min) / steps;
      const cpu = (to.result.cpu.min - from.result.cpu.min) / steps;
      return [{ race: to.race, kind: to.kind, tool: to.tool, from: from.steps, to: to.steps, wall, cpu }];
    }),
  );
}
