import { batch } from './rules/batch.ts';
import { dataFlow } from './rules/data-flow.ts';
import { fields } from './rules/fields.ts';
import { maps } from './rules/maps.ts';
import { names } from './rules/names.ts';
import { payloads } from './rules/payloads.ts';
import { retries } from './rules/retries.ts';
import { size } from './rules/size.ts';
import { ways } from './rules/ways.ts';
import { scopesOf, type Rule } from './scopes.ts';

// What is wrong with a state machine, by the States Language and by what AWS's pages say beyond it: what no linter and no emulator would say before a run, and AWS perhaps in the
// middle of one.

const rules: readonly Rule[] = [names, fields, ways, payloads, dataFlow, retries, maps, batch, size];

/** A line for each fault: `train: goes to nowhere, which is not there`. */
export function faultsOf(machine: unknown): readonly string[] {
  const scopes = scopesOf(machine);
  const faults = new Set<string>();
  for (const rule of rules) rule(scopes, (state, what) => faults.add(`${state}: ${what}`));
  return [...faults];
}
