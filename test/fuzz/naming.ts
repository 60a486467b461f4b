import type { Dice } from './dice.ts';
import { END, START } from './region-tree.ts';
import type { TreeStep } from './steps-of.ts';

// Names for steps: ordinary ones, and every kind of which something downstream might make two things one, or none, or something with a meaning
// of its own.

export type Naming = (id: number) => string;

const odd = [
  // The same once they are made DNS labels, each in another way.
  ...['fooBar', 'foo_bar', 'foo__bar', 'foo$bar', '_foo_bar', 'foo_bar_', 'FOO_BAR_'],
  // Words of Argo's expression languages, and of YAML.
  ...['and', 'or', 'not', 'true', 'nil', 'contains', 'matches', 'startsWith', 'endsWith', 'yes', 'off', 'null', 'n'],
  // Names that flowc gives itself.
  ...[
    'main',
    'onExit',
    'loop_start',
    'loopStart',
    'each_start',
    'choose_start',
    'split_start',
    'again_start',
    'tail_s1',
  ],
  ...['leave_s1_to_end', 's1_to_s2', 'outer_s1', 'frames', 'item', 'inputs', 'tasks', 'workflow'],
  // Members that every object has.
  ...['__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'then'],
  // Letters outside ASCII, some without any in it, and what the kubelet reads as its own.
  ...['größe', 'grosse', 'ñandú', '数える', 'ɵ', 'ℵ', 'x\u0301', 'é', '𝒳'],
  ...['$', '$$', '$x', '$$x', 'a$$b', '_', '__', '$_', 'x1', 'x_1', '_1', '$1'],
  'a'.repeat(63),
  'a'.repeat(64),
  `${'long_'.repeat(40)}x`,
  `${'long_'.repeat(40)}y`,
];

/** A name for each step, no two alike and none that differ in case only. */
export function namingOf(dice: Dice, steps: readonly TreeStep[]): Naming {
  const plain = dice.roll(2) === 0;
  const left = plain ? [] : dice.shuffled(odd);
  const branches = new Set(
    steps.flatMap(({ ways }) => ways.flatMap(({ kind, targets }) => (kind === 'split' ? targets : []))),
  );
  const names = new Map([
    [START, 'start'],
    [END, 'end'],
  ]);
  const taken = new Set(['start', 'end']);
  return (id) => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const wish = id % 3 === 0 ? `s${id}` : (left.pop() ?? `s${id}`);
    const free = !taken.has(wish.toLowerCase()) && !(branches.has(id) && wish in Array.prototype);
    const name = free ? wish : `step${id}`;
    taken.add(name.toLowerCase());
    names.set(id, name);
    return name;
  };
}

/** Other names throughout. */
export const renamed = (naming: Naming): Naming => {
  return (id) => (id === START || id === END ? naming(id) : `r${id}`);
};
