import { expect, test } from 'vitest';
import { checks, runCheck } from '../../scripts/check.ts';

// What `npm run check` runs, so that `npm test` is never the weaker of the two.

test.each(Object.keys(checks) as (keyof typeof checks)[])(
  '%s: the tool finds nothing',
  { timeout: 300_000 },
  (name) => {
    expect(runCheck(name), `\`npx ${checks[name].join(' ')}\` found`).toBeUndefined();
  },
);
