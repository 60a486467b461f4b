import { mapped, originOf, quoted, text, type Check } from './check.ts';

// Durations as text, in whole seconds: '90s', '30m', '1h30m', '2d'.

const units = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** A duration of at least `least` seconds, in seconds. */
export const duration = (least: 0 | 1): Check<number> =>
  mapped(text, (given, value, { sink, what }) => {
    const parts = given === '' ? null : units.exec(given);
    const seconds = parts && inSeconds(parts.slice(1));
    const reason = reasonAgainst(seconds, given, least);
    if (reason === undefined && seconds !== null) return seconds;
    sink.report('bad-duration', value.span, [what, quoted(given), reason ?? ''], originOf(value));
    return undefined;
  });

function inSeconds(parts: readonly (string | undefined)[]): number {
  return [86_400, 3_600, 60, 1].reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
}

function reasonAgainst(seconds: number | null, given: string, least: number): string | undefined {
  if (seconds === null) {
    if (/^\d+$/.test(given)) return 'has no unit';
    return /^\d+ms$/.test(given) ? 'counts milliseconds, and engines count whole seconds' : 'cannot be read';
  }
  if (seconds < least) return 'is no time at all';
  return Number.isSafeInteger(seconds) ? undefined : 'is longer than can be counted';
}
