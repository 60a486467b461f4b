import { airflowDiagnostics } from './catalogue/airflow.ts';
import { argoDiagnostics } from './catalogue/argo.ts';
import { dataDiagnostics } from './catalogue/data.ts';
import { decoratorDiagnostics } from './catalogue/decorators.ts';
import { graphDiagnostics } from './catalogue/graph.ts';
import { sourceDiagnostics } from './catalogue/source.ts';
import { stepFunctionsDiagnostics } from './catalogue/step-functions.ts';
import { targetDiagnostics } from './catalogue/target.ts';

// Every diagnostic that flowc knows, one entry each: docs/errors.md and `flowc explain` are made from it, and every entry has a fixture of its
// name under fixtures/errors. Codes are never used twice and never change: 1xxx source and classes, 2xxx transitions and graph, 3xxx data,
// 4xxx decorators and parameters, 5xxx targets.

export const catalogue = {
  ...sourceDiagnostics,
  ...graphDiagnostics,
  ...dataDiagnostics,
  ...decoratorDiagnostics,
  ...targetDiagnostics,
  ...argoDiagnostics,
  ...airflowDiagnostics,
  ...stepFunctionsDiagnostics,
};

export type DiagnosticName = keyof typeof catalogue;

/** The arguments that the message of a diagnostic takes. */
export type ArgumentsOf<N extends DiagnosticName> = Parameters<(typeof catalogue)[N]['message']>;
