import type { Point } from './data.ts';

/** A logistic regression on the products of powers of x and y up to a degree. */
export interface Model {
  readonly degree: number;
  readonly weights: readonly number[];
}

const EPOCHS = 200;

/** Fits a model by gradient descent over all points at once. */
export function fit(points: readonly Point[], { rate, degree }: { rate: number; degree: number }): Model {
  const rows = points.map((point) => ({ features: featuresOf(point, degree), goal: point.inside ? 1 : 0 }));
  let weights = featuresOf({ x: 0, y: 0 }, degree).map(() => 0);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const gradient = weights.map(() => 0);
    for (const { features, goal } of rows) {
      const error = probability(weights, features) - goal;
      features.forEach((feature, index) => (gradient[index] = (gradient[index] ?? 0) + error * feature));
    }
    weights = weights.map((weight, index) => weight - (rate * (gradient[index] ?? 0)) / rows.length);
  }
  return { degree, weights };
}

/** The share of points that the model gets right. */
export function accuracyOf({ degree, weights }: Model, points: readonly Point[]): number {
  const right = points.filter((point) => probability(weights, featuresOf(point, degree)) > 0.5 === point.inside);
  return right.length / points.length;
}

/** The share of points that have the most frequent label. */
export function majority(points: readonly Point[]): number {
  const share = points.filter((point) => point.inside).length / points.length;
  return Math.max(share, 1 - share);
}

function featuresOf({ x, y }: { readonly x: number; readonly y: number }, degree: number): number[] {
  const features: number[] = [];
  for (let power = 0; power <= degree; power++) {
    for (let ofY = 0; ofY <= power; ofY++) features.push(x ** (power - ofY) * y ** ofY);
  }
  return features;
}

function probability(weights: readonly number[], features: readonly number[]): number {
  const sum = weights.reduce((total, weight, index) => total + weight * (features[index] ?? 0), 0);
  return 1 / (1 + Math.exp(-sum));
}
