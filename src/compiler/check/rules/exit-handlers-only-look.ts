import type { Diagnostics } from '../../diagnostics/sink.ts';
import type { ExitHandler } from '../../ir/model.ts';
import type { DataRule } from '../check.ts';
import type { DataFlow } from '../data-flow.ts';

/** An exit handler reads artifacts only after a success, those that `end` has left, and leaves none itself. */
export const exitHandlersOnlyLook: DataRule = (flow, sink) => {
  for (const handler of flow.graph.exitHandlers) {
    for (const { name, span } of handler.data.reads) {
      if (flow.numberOf(name) === undefined || flow.optional.has(name) || isLeft(flow, name, handler)) continue;
      sink.report('exit-artifact-unset', span, [handler.name, name, handler.when]);
    }
    reportWrites(flow, handler, sink);
  }
};

/** Whether `end` surely has the artifact when the handler runs; what `end` itself may assign is given the benefit of the doubt. */
function isLeft(flow: DataFlow, name: string, { when }: ExitHandler): boolean {
  const end = flow.graph.steps.at(-1);
  const number = flow.numberOf(name);
  if (when !== 'success' || end === undefined || number === undefined) return false;
  return flow.entry(end)?.set.has(number) === true || end.data.writes.includes(name);
}

function reportWrites(flow: DataFlow, { name: handler, span, data }: ExitHandler, sink: Diagnostics): void {
  for (const name of data.writes) {
    if (flow.graph.fields.some((field) => field.name === name))
      sink.report('exit-handler-writes', span, [handler, name]);
  }
}
