import { expect, test } from 'vitest';
import { crash } from './crashes.ts';
import { local } from '../engines/local/engine.ts';
import { record, shown } from '../engines/records.ts';

// `kill -9` of a task, its process group, or the engine, at random points. The seed stands in the failure:
// `npm run fuzz -- --only killed --seed N` tries it again.

const KILLS = 200;

test.runIf(process.platform === 'linux')(
  'a run that is killed again and again, and resumed, loses nothing and repeats nothing',
  { timeout: 600_000 },
  async () => {
    const kills = await crash({ kills: KILLS, seed: Math.trunc(Math.random() * 2 ** 31) });
    expect(kills).toBeGreaterThanOrEqual(KILLS);
    record(local, shown('killed'));
  },
);
