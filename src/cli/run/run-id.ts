import { randomInt } from 'node:crypto';
import { CannotRun } from '../cannot-run.ts';

// Run ids: people read, sort and type them, so they begin with the time, and two that start in one second differ by chance.

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** `20261121-031502-k3f9`, the time in UTC. */
export function newRunId(now: Date): string {
  const [date, time] = now.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  const chance = Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${date}-${time}-${chance}`;
}

/** What `--run-id` says, which stands in keys, paths and command lines as it is. */
export function checkedRunId(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(text) && text !== 'latest') return text;
  throw new CannotRun(
    `\`--run-id\` cannot be \`${text}\``,
    text === 'latest'
      ? 'That means the latest run wherever one is named.'
      : 'It is up to 128 letters, digits, `.`, `_` and `-`, the first a letter or digit.',
  );
}
