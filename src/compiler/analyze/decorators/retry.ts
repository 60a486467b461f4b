import type { Retry } from '../../ir/settings.ts';
import { mapped, number, oneOf, options } from '../schema/check.ts';
import { duration } from '../schema/duration.ts';
import { stepDecorator } from './decorator.ts';

const defaults: Retry = { times: 3, delay: 120, backoff: 1, on: 'any' };

export const retry = stepDecorator({
  name: 'retry',
  setting: 'retry',
  bare: defaults,
  check: mapped(
    options({
      times: number({ whole: true, min: 0 }),
      delay: duration(0),
      backoff: number({ min: 1 }),
      maxDelay: duration(0),
      on: oneOf('any', 'error', 'preemption'),
    }),
    (found, value, { sink, what }): Retry | undefined => {
      const setting = { ...defaults, ...found };
      if (setting.maxDelay === undefined || setting.maxDelay >= setting.delay) return setting;
      const rule = `at least its \`delay\`, ${setting.delay} s`;
      sink.report('out-of-range', value.span, [`\`maxDelay\` of ${what}`, rule, `${setting.maxDelay} s`]);
      return undefined;
    },
  ),
});
