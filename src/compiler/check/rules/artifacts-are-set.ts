import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { Step } from '../../ir/graph.ts';
import type { Read } from '../../ir/model.ts';
import type { DataRule } from '../check.ts';
import type { DataFlow } from '../data-flow.ts';
import { describe, traceUnset } from '../trace.ts';

/** An artifact that is read is set on every path to the read. */
export const artifactsAreSet: DataRule = (flow, sink) => {
  const written = new Set(flow.graph.steps.flatMap(({ data, settings }) => [...data.writes, settings.catchError]));
  for (const step of flow.graph.steps) {
    for (const read of step.data.reads) {
      const number = flow.numberOf(read.name);
      if (number === undefined || flow.optional.has(read.name) || isSet(flow, step, read, number)) continue;
      if (written.has(read.name)) reportPath(flow, sink, step, read, number);
      else sink.report('artifact-never-set', read.span, [read.name], fieldOf(flow, read.name));
    }
  }
};

function isSet(flow: DataFlow, step: Step, { after }: Read, number: number): boolean {
  const given = flow.entry(step);
  if (given === undefined || given.set.has(number)) return true;
  return after === 'merge' && flow.supply(step)?.set.has(number) === true;
}

function reportPath(flow: DataFlow, sink: Diagnostics, step: Step, read: Read, number: number): void {
  const { name, span, after } = read;
  const trace = traceUnset(flow, step, read, number);
  const given = after === 'merge' ? flow.supply(step) : flow.entry(step);
  const related = describe(trace, name);
  if (trace.lostAt !== undefined) {
    sink.report('artifact-lost-at-join', span, [name, trace.lostAt.name], related);
  } else if (given?.maybe.has(number) === true) {
    sink.report('artifact-maybe-unset', span, [name, trace.path.map(({ from }) => from.name)], related);
  } else {
    sink.report('artifact-unset', span, [name, step.name], related);
  }
}

function fieldOf(flow: DataFlow, name: string) {
  const field = flow.graph.fields.find((candidate) => candidate.name === name);
  return field === undefined ? [] : [{ message: 'it is declared here', span: field.span }];
}
