import type { Arguments } from './arguments.ts';
import { shellWord } from './shell-word.ts';

/** Commands to type next, with what they do; each says the options of this call that are among `names`, so that it finds the same things. */
export function commandLines(
  rows: readonly (readonly [command: string, does: string])[],
  args: Arguments,
  names: readonly string[],
): string {
  const where = names.flatMap((name) => {
    const value = args.text(name);
    return value === undefined ? [] : [`--${name} ${shellWord(value)}`];
  });
  const commands = rows.map(([command]) => [command, ...where].join(' '));
  const column = Math.max(...commands.map((command) => command.length));
  return rows.map(([, does], index) => `  ${(commands[index] ?? '').padEnd(column)}  # ${does}`).join('\n');
}
