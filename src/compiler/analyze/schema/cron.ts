import { CronPattern } from 'croner';
import { mapped, originOf, text, type Check } from './check.ts';

// Cron lines, as far as all engines read them alike. croner reads the line; what it reads beyond the standard five fields is refused before: Argo's
// parser (https://pkg.go.dev/github.com/robfig/cron/v3) knows no `L`, `W`, `#` and no day of week 7.

export const cronLine: Check<string> = mapped(text, (given, value, { sink }) => {
  const reason = reasonAgainst(given);
  if (reason === undefined) return given.trim().split(/\s+/).join(' ');
  sink.report('bad-cron', value.span, [given, reason], originOf(value));
  return undefined;
});

const fieldNames = ['minute', 'hour', 'day of month', 'month', 'day of week'];
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function reasonAgainst(line: string): string | undefined {
  const fields = line.trim().split(/\s+/);
  if (fields.length !== 5) return `it has ${fields.length === 1 ? '1 field' : `${fields.length} fields`}, not 5`;
  for (const [index, field] of fields.entries()) {
    const words = index === 3 ? months : index === 4 ? days : /^$/;
    const odd = field.split(/[,/-]/).find((part) => !/^(?:\*|\?|\d+)$/.test(part) && !words.test(part));
    if (odd !== undefined) return `\`${odd}\` means nothing as ${fieldNames[index]}`;
  }
  if (/(?:^|[,-])0*7(?:$|[,/-])/.test(fields[4] ?? '')) return 'Sunday is day 0, and day 7 is none';
  try {
    return neverComes(new CronPattern(line)) ? 'no month has that day' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
  }
}

const months = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i;
const days = /^(?:sun|mon|tue|wed|thu|fri|sat)$/i;

/** `0 0 31 2 *`: right in form, and never true. */
function neverComes({ day, month, starDOW }: CronPattern): boolean {
  return starDOW && !longestMonths.some((length, index) => month[index] && day.slice(0, length).some(Boolean));
}
