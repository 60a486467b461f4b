// A cron line of five fields in the six of AWS: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based. There, days of the week are counted from 1 and
// best called by name, one of both day fields is `?`, and steps start at a number. A line in which both are restricted means a day that fits either of them, as in every other
// cron; AWS cannot say that in one line, so it becomes two.

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
  /** How AWS calls a value. */
  readonly write: (value: number) => string;
}

const numbered = (least: number, most: number, names: readonly string[] = []): Field => ({
  least,
  most,
  names,
  write: String,
});

const fields = {
  minute: numbered(0, 59),
  hour: numbered(0, 23),
  day: numbered(1, 31),
  month: numbered(1, 12, MONTHS),
  weekday: { least: 0, most: 6, names: DAYS, write: (value) => DAYS[value] ?? '' },
} as const satisfies Record<string, Field>;

/** The expressions for a checked line: the times of all of them together are those of the line. */
export function awsCron(line: string): readonly string[] {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = line.toUpperCase().split(' ');
  const time = `${written(minute, fields.minute)} ${written(hour, fields.hour)}`;
  const months = written(month, fields.month);
  const byDay = `cron(${time} ${written(day, fields.day)} ${months} ? *)`;
  const byWeekday = `cron(${time} ? ${months} ${written(weekday, fields.weekday)} *)`;
  if (isAny(weekday)) return [byDay];
  return isAny(day) ? [byWeekday] : [byDay, byWeekday];
}

/** `*`, and with it whatever comes to the same. */
const isAny = (field: string): boolean => field.split(',').some((part) => /^[*?](?:\/0*1)?$/.test(part));

function written(text: string, field: Field): string {
  if (isAny(text)) return '*';
  return text
    .split(',')
    .map((part) => writtenPart(part, field))
    .join(',');
}

function writtenPart(part: string, field: Field): string {
  const [range = '', step] = part.split('/');
  const [from = '', to] = range.split('-');
  const least = range === '*' || range === '?' ? field.least : valueOf(from, field);
  if (step === undefined)
    return to === undefined ? field.write(least) : `${field.write(least)}-${field.write(valueOf(to, field))}`;
  const most = to === undefined ? field.most : valueOf(to, field);
  // Days of the week have names, and a range no step: what AWS surely reads is spelt out.
  if (to === undefined && field.names !== DAYS) return `${least}/${Number(step)}`;
  const values = Array.from(
    { length: Math.floor((most - least) / Number(step)) + 1 },
    (_, at) => least + at * Number(step),
  );
  return values.map(field.write).join(',');
}

function valueOf(text: string, { names, least }: Field): number {
  const at = names.indexOf(text);
  return at < 0 ? Number(text) : at + least;
}
