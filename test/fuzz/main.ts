import { parseArgs } from 'node:util';
import { crash } from '../crash/crashes.ts';
import { haveLinter } from '../engines/argo/have-linter.ts';
import type { Property } from './property.ts';
import { properties } from './properties.ts';

// The properties of `npm test`, tried far more often, and a thousand kills of runs a round.
//
// Usage: npm run fuzz [-- --minutes N] [--only TEXT] [--seed N [--path P]]

const TIMES = 50;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    only: { type: 'string', default: '' },
    seed: { type: 'string' },
    path: { type: 'string' },
  },
});
const killing: Property = {
  name: 'loses nothing when it is killed',
  runs: 1000,
  needsArgo: false,
  check: async ({ numRuns, seed = 0 }) => void (await crash({ kills: numRuns, seed })),
};
const chosen = [...properties, killing].filter(
  ({ name, needsArgo }) => name.includes(values.only) && (haveLinter || !needsArgo),
);
const end = values.minutes === undefined ? undefined : Date.now() + Number(values.minutes) * 60_000;

for (let round = 0; ; round++) {
  for (const property of chosen) await tryOne(property, round);
  if (end === undefined ? round + 1 >= TIMES : Date.now() > end) break;
  if (values.seed !== undefined) break;
}

async function tryOne({ name, runs, check }: Property, round: number): Promise<void> {
  if (end !== undefined && Date.now() > end) return;
  const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
  try {
    await check({ numRuns: runs, seed, ...(values.path === undefined ? {} : { path: values.path }) });
    console.log(`${round + 1}: flowc ${name} (${runs} runs, seed ${seed})`);
  } catch (error) {
    process.exitCode = 1;
    console.error(`flowc does not hold to this: it ${name}\n${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
    const path = /path: "([\d:]+)"/.exec(String(error))?.[1];
    console.error(
      `again: npm run fuzz -- --only '${name}' --seed ${seed}${path === undefined ? '' : ` --path ${path}`}`,
    );
  }
}
