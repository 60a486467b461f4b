import type { Diagnostics } from '../diagnostics/sink.ts';
import type { Graph } from '../ir/graph.ts';
import { DataFlow } from './data-flow.ts';
import { artifactsAreRead } from './rules/artifacts-are-read.ts';
import { artifactsAreSet } from './rules/artifacts-are-set.ts';
import { branchesExist } from './rules/branches-exist.ts';
import { elementInForeach } from './rules/element-in-foreach.ts';
import { exitHandlersOnlyLook } from './rules/exit-handlers-only-look.ts';
import { inputsAreSet } from './rules/inputs-are-set.ts';
import { mergesAgree } from './rules/merges-agree.ts';

/** A law that a flow's data has to keep, and the data flow that shows where it does not. */
export type DataRule = (flow: DataFlow, sink: Diagnostics) => void;

const dataRules: readonly DataRule[] = [
  artifactsAreSet,
  inputsAreSet,
  branchesExist,
  elementInForeach,
  mergesAgree,
  exitHandlersOnlyLook,
  artifactsAreRead,
];

/** Checks the data of a flow; requires a graph that `buildGraph` made. Reports, and changes nothing. */
export function checkGraph(graph: Graph, sink: Diagnostics): void {
  const flow = new DataFlow(graph);
  for (const rule of dataRules) rule(flow, sink);
}
