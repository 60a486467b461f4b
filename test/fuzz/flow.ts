import { Dice } from './dice.ts';
import { namingOf, type Naming } from './naming.ts';
import { growTree, type Tree } from './region-tree.ts';
import { sourceOf, type Files } from './source.ts';
import { stepsOf, type TreeStep } from './steps-of.ts';

/** A random flow, whole. */
export interface RandomFlow {
  readonly tree: Tree;
  readonly steps: readonly TreeStep[];
  readonly naming: Naming;
  readonly files: Files;
}

export function flowOf(numbers: readonly number[]): RandomFlow {
  const dice = new Dice(numbers);
  const tree = growTree(dice, 4 + dice.roll(26));
  const steps = stepsOf(tree);
  const naming = namingOf(dice, steps);
  const spelling = numbers.toReversed();
  const files = sourceOf(steps, { naming, dice: new Dice(spelling), order: new Dice(numbers) });
  return { tree, steps, naming, files };
}
