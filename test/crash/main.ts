import { parseArgs } from 'node:util';
import { crash } from './crashes.ts';

// The crash test of `npm test`, for as long as one likes. Where a seed fails, the same seed kills at the same points as far as the machine lets it.
//
// Usage: node scripts/bootstrap.mjs test/crash/main.ts [--kills N] [--seed N]

const { values } = parseArgs({ options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
const began = performance.now();
try {
  const kills = await crash({
    kills: Number(values.kills),
    seed,
    on: (done) => console.log(`${done.kills} kills (seed ${done.seed})`),
  });
  console.log(`${kills} kills in ${Math.round((performance.now() - began) / 1000)} s, 0 lost`);
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
  console.error('again: node scripts/bootstrap.mjs test/crash/main.ts --kills 1 --seed <that seed>');
}
