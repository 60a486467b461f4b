import type { Schedule } from '../../ir/settings.ts';
import { mapped, oneOf, options } from '../schema/check.ts';
import { cronLine } from '../schema/cron.ts';
import { timeZone } from '../schema/time-zone.ts';
import { flowDecorator } from './decorator.ts';

const lines = { hour: '0 * * * *', day: '0 0 * * *', week: '0 0 * * 0' };

export const schedule = flowDecorator({
  name: 'schedule',
  setting: 'schedule',
  starts: true,
  check: (span) =>
    mapped(
      options({
        cron: cronLine,
        timezone: timeZone,
        every: oneOf('hour', 'day', 'week'),
        concurrency: oneOf('allow', 'forbid', 'replace'),
      }),
      ({ cron, timezone, every, concurrency = 'allow' }, value, { sink, what }): Schedule | undefined => {
        const line = cron ?? (every && lines[every]);
        const other = cron === undefined ? timezone && '`timezone`' : '`cron`';
        if (every !== undefined && other !== undefined) {
          sink.report('conflicting-options', value.span, ['`every`', other, what]);
        } else if (line === undefined) sink.report('missing-option', value.span, ['`cron` or `every`', what]);
        else return { cron: line, ...(timezone !== undefined && { timezone }), concurrency, span };
        return undefined;
      },
    ),
});
