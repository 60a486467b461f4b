import type { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { Json } from '../../../src/compiler/ir/settings.ts';
import { textsIn } from '../../kubernetes/faults.ts';
import { runnables } from '../../runnables.ts';
import { MAX_DEFINITION } from '../check.ts';
import { bytesOf, flatJson, laidOutBytes } from '../layout.ts';
import { cloudFormation } from './cloudformation.ts';
import type { Stack } from './stack.ts';

// What CloudFormation refuses of a template, or takes for something else.

/** From a bucket, in bytes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_TEMPLATE = 1_048_576;

export function checkTemplate(graph: Graph, stack: Stack, sink: Diagnostics): void {
  checkResolved(graph, stack, sink);
  const { name, span } = graph.flow;
  const definition = laidOutBytes(stack.machine);
  if (definition > MAX_DEFINITION) {
    // Too large in any format, which is told already.
    if (bytesOf(flatJson(stack.machine)) > MAX_DEFINITION) return;
    const what = 'definition, laid out as CloudFormation does,';
    return sink.report('step-functions-template-too-large', span, [what, name, definition, MAX_DEFINITION]);
  }
  // All around the machine is small, and the machine about as large in YAML.
  if (definition < MAX_TEMPLATE / 4) return;
  const template = bytesOf(cloudFormation(stack));
  if (template > MAX_TEMPLATE)
    sink.report('step-functions-template-too-large', span, ['template', name, template, MAX_TEMPLATE]);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const RESOLVED = /\{\{resolve:[^}]*/;

/** Where a step says it, there; else on the flow. */
function checkResolved(graph: Graph, stack: Stack, sink: Diagnostics): void {
  const resolved = resolvedIn(stack as unknown as Json);
  if (resolved === undefined) return;
  const steps = runnables(graph).filter(({ settings }) => resolvedIn(settings.environment) !== undefined);
  for (const { name, span, settings } of steps) {
    const where = `\`@environment\` of \`${name}\``;
    const text = resolvedIn(settings.environment) ?? resolved;
    sink.report('step-functions-resolved-text', settings.spans.environment ?? span, [where, text]);
  }
  if (steps.length === 0) sink.report('step-functions-resolved-text', graph.flow.span, ['the flow', resolved]);
}

function resolvedIn(value: Json | undefined): string | undefined {
  for (const text of textsIn(value)) {
    const [found] = RESOLVED.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  return undefined;
}
