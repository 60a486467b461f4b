import { CronPattern } from 'croner';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsCron } from '../../../../../targets/step-functions/deploy/cron.ts';

describe('a cron line in the six fields of AWS', () => {
  test.each([
    ['0 3 * * *', 'cron(0 3 * * ? *)'],
    ['*/15 8-17 * * MON-FRI', 'cron(0/15 8-17 ? * MON-FRI *)'],
    ['0 0 * * 0', 'cron(0 0 ? * SUN *)'],
    ['0 0 1,15 jan-mar *', 'cron(0 0 1,15 1-3 ? *)'],
    ['0 0 */2 * *', 'cron(0 0 1/2 * ? *)'],
    ['10-50/20 * ? */3 ?', 'cron(10,30,50 * * 1/3 ? *)'],
    ['0 0 * * */3', 'cron(0 0 ? * SUN,WED,SAT *)'],
    ['0 0 */1 * 5', 'cron(0 0 ? * FRI *)'],
  ])('%s', (line, expression) => {
    expect(awsCron(line)).toEqual([expression]);
  });

  test('is two where both days are restricted', () => {
    expect(awsCron('0 3 13 * fri')).toEqual(['cron(0 3 13 * ? *)', 'cron(0 3 ? * FRI *)']);
  });

  test('means the same days and times, of any line', () => {
    fc.assert(
      fc.property(lines, moments, (line, moment) => {
        expect(awsCron(line).some((expression) => fits(expression, moment))).toBe(isTime(line, moment));
      }),
      { numRuns: 500 },
    );
  });
});

interface Moment {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

const field = (least: number, most: number): fc.Arbitrary<string> => {
  const value = fc.integer({ min: least, max: most });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 2, max: Math.max(2, Math.floor((most - least) / 2)) });
  const part = fc.oneof(
    value.map(String),
    range,
    fc.tuple(range, step).map(([a, b]) => `${a}/${b}`),
  );
  return fc.oneof(
    fc.constant('*'),
    step.map((by) => `*/${by}`),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
  );
};

const lines = fc
  .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
  .map((fields) => fields.join(' '));

const moments: fc.Arbitrary<Moment> = fc.record({
  minute: fc.integer({ min: 0, max: 59 }),
  hour: fc.integer({ min: 0, max: 23 }),
  day: fc.integer({ min: 1, max: 31 }),
  month: fc.integer({ min: 1, max: 12 }),
  weekday: fc.integer({ min: 0, max: 6 }),
});

/** As the reader of cron lines says that checks them. */
function isTime(line: string, { minute, hour, day, month, weekday }: Moment): boolean {
  const pattern = new CronPattern(line);
  const [onDay, onWeekday] = [Boolean(pattern.day[day - 1]), Boolean(pattern.dayOfWeek[weekday])];
  const days = pattern.starDOM ? onWeekday : pattern.starDOW ? onDay : onDay || onWeekday;
  return Boolean(pattern.minute[minute]) && Boolean(pattern.hour[hour]) && Boolean(pattern.month[month - 1]) && days;
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
function fits(expression: string, { minute, hour, day, month, weekday }: Moment): boolean {
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  expect(fields).toHaveLength(6);
  expect([fields[2], fields[4]].filter((one) => one === '?')).toHaveLength(1);
  expect(fields[5]).toBe('*');
  return [minute, hour, day, month, weekday + 1].every((value, at) => holds(fields[at] ?? '', value));
}

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function holds(text: string, value: number): boolean {
  if (text === '*' || text === '?') return true;
  return text.split(',').some((part) => {
    const [, from = '', to, step] = /^(\w+)(?:-(\w+)|\/(\d+))?$/.exec(part) ?? [];
    const least = numberOf(from);
    if (step !== undefined) return value >= least && (value - least) % Number(step) === 0;
    return value >= least && value <= (to === undefined ? least : numberOf(to));
  });
}

function numberOf(text: string): number {
  const number = DAYS.includes(text) ? DAYS.indexOf(text) + 1 : Number(text);
  expect(number).not.toBeNaN();
  return number;
}
