import Handlebars from 'handlebars';
import type { OutputFile } from '../../src/compiler/emit/output-file.ts';
import { importsOf } from './imports.ts';
import type { Chain } from './chains.ts';
import type { DagFile } from './manifest.ts';
import { printAssignment, printChain, printValue, type Assignment, type Python } from './python.ts';
import { template } from './template.ts';

/** What helpers are given beside their values: `{{py value indent=4}}`. */
interface Given {
  readonly hash: { readonly indent?: number; readonly column?: number; readonly after?: string };
}

const handlebars = Handlebars.create();

handlebars.registerHelper({
  py: (value: Python, { hash: { indent = 0, column, after } }: Given) => printValue(value, indent, column, after),
  assign: (assignment: Assignment, { hash: { indent = 0 } }: Given) => printAssignment(assignment, indent),
  chain: (chain: Chain, { hash: { indent = 0 } }: Given) => printChain(chain, indent),
});

const write = handlebars.compile(template, {
  // Python is not HTML, and helpers have quoted.
  noEscape: true,
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { py: true, assign: true, chain: true },
});

/** One file: everything that Airflow reads of a flow. */
export function printAirflow(file: DagFile): readonly OutputFile[] {
  const { version, uses } = file;
  const both = version === undefined;
  const text = write({ ...file, isBash: uses.operator === 'BashOperator', both, imports: importsOf(version, uses) });
  return [{ path: `${file.dagId}.py`, text }];
}
