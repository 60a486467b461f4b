import { describe, test } from 'vitest';
import { haveLinter } from '../engines/argo/have-linter.ts';
import { properties } from './properties.ts';

// `npm run fuzz` tries the same far more often. A failure names the seed and path with which to see it again.

describe('flowc', () => {
  test.for(properties)('$name', { timeout: 120_000 }, async ({ runs, needsArgo, check }, { expect, skip }) => {
    skip(needsArgo && !haveLinter, 'the linter of Argo is built with Go');
    await expect(check({ numRuns: runs })).resolves.toBeUndefined();
  });
});
