import { mapped, originOf, quoted, text, type Check } from '../schema/check.ts';

// Dates as ISO 8601 text: a day, or a moment with its offset. A time without one would be another moment on every machine.

const form =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-][01]\d:[0-5]\d))?$/;

export const isoDate: Check<string> = mapped(text, (given, value, { sink, what }) => {
  const [, year, month, day] = form.exec(given) ?? [];
  // `Date` carries a 31st of February over into March.
  if (
    day !== undefined &&
    new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  ) {
    if (!Number.isNaN(Date.parse(given))) return given;
  }
  sink.report('bad-date', value.span, [what, quoted(given)], originOf(value));
  return undefined;
});
