import { mapped, originOf, text, type Check } from './check.ts';

// Names of time zones. Node's own list has each zone once; older names of the same zones are known to `Intl` too, but `Intl` takes any case and also
// offsets, which the engines' IANA database does not.

export const timeZone: Check<string> = mapped(text, (given, value, { sink }) => {
  const zones = Intl.supportedValuesOf('timeZone');
  if (given === 'UTC' || zones.includes(given)) return given;
  const otherCase = zones.find((zone) => zone.toLowerCase() === given.toLowerCase());
  if (otherCase === undefined && /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(given) && isKnown(given)) return given;
  const last = given.split('/').at(-1)?.toLowerCase().replaceAll(' ', '_');
  const near = otherCase ?? zones.find((zone) => zone.toLowerCase().endsWith(`/${last}`));
  const suggestion = near === undefined ? '' : `; did you mean \`${near}\`?`;
  sink.report('unknown-time-zone', value.span, [given, suggestion], originOf(value));
  return undefined;
});

function isKnown(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
