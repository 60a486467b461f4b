import { Diagnostics } from '../../../../../src/compiler/diagnostics/sink.ts';
import type { Stack } from '../../../../../targets/step-functions/deploy/stack.ts';
import { stepFunctions } from '../../../../../targets/step-functions/index.ts';
import type { StepFunctionsOptions } from '../../../../../targets/step-functions/options.ts';
import { flow, go, type FlowOptions, type Ways } from '../../flow.ts';

export const DEFAULTS = { image: 'i', datastore: 's3://bucket/a', batchQueue: 'flows' } as const;

const LINE: Readonly<Record<string, Ways>> = { start: [go('work')], work: [go('end')], end: [] };

export interface Deployed {
  readonly stack: Stack;
  /** None where there is an error. */
  readonly files: Readonly<Record<string, string>>;
  /** Names of diagnostics. */
  readonly found: readonly string[];
}

/** What a flow of three steps, or of those given, is in AWS. */
export function deployed(
  options: FlowOptions = {},
  given: StepFunctionsOptions = {},
  steps: Readonly<Record<string, Ways>> = LINE,
): Deployed {
  const sink = new Diagnostics();
  const manifest = stepFunctions.lower(flow(steps, options), { ...DEFAULTS, ...given }, sink);
  const printed = sink.hasErrors ? [] : stepFunctions.print(manifest);
  const files = Object.fromEntries(printed.map(({ path, text }) => [path, text]));
  return { stack: manifest.stack, files, found: sink.sorted().map(({ name }) => name) };
}
