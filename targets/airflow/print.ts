import type { OutputFile } from '../../src/compiler/emit/output-file.ts';
import { fill } from './fill.ts';
import { importsOf } from './imports.ts';
import type { Chain } from './chains.ts';
import type { DagFile } from './manifest.ts';
import { printAssignment, printChain, printValue, type Assignment, type Python } from './python.ts';

/** What helpers are given beside their values: `{{py value indent=4}}`. */
interface Given {
  readonly hash: { readonly indent?: number; readonly column?: number; readonly after?: string };
}

const helpers = {
  py: (value: Python, { hash: { indent = 0, column, after } }: Given) => printValue(value, indent, column, after),
  assign: (assignment: Assignment, { hash: { indent = 0 } }: Given) => printAssignment(assignment, indent),
  chain: (chain: Chain, { hash: { indent = 0 } }: Given) => printChain(chain, indent),
};

/** One file: everything that Airflow reads of a flow. */
export function printAirflow(file: DagFile): readonly OutputFile[] {
  const { version, uses } = file;
  const both = version === undefined;
  const whole = { ...file, isBash: uses.operator === 'BashOperator', both, imports: importsOf(version, uses) };
  const text = fill(whole, { helpers });
  return [{ path: `${file.dagId}.py`, text }];
}
