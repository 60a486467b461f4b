/** A point of the plane and whether it lies in the ring. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly inside: boolean;
}

export interface Dataset {
  readonly train: readonly Point[];
  readonly test: readonly Point[];
}

/** Points of a square, labelled by whether they lie in a disc about its middle; one label in twenty is wrong. The same seed gives the same points. */
export function ring(count: number, seed: number): readonly Point[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const x = 2 * random() - 1;
    const y = 2 * random() - 1;
    const inside = x ** 2 + y ** 2 < 0.6;
    return { x, y, inside: random() < 0.05 ? !inside : inside };
  });
}

/** The first `share` of the points to train on, the others to test with. */
export function split(points: readonly Point[], share: number): Dataset {
  const border = Math.round(points.length * share);
  return { train: points.slice(0, border), test: points.slice(border) };
}

/** Mulberry32: numbers from 0 to 1 that follow from a seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
