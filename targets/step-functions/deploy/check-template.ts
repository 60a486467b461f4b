import type { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { Json } from '../../../src/compiler/ir/settings.ts';
import { textsIn } from '../../kubernetes/faults.ts';
import { runnables } from '../../runnables.ts';
import { cloudFormation } from './cloudformation.ts';
import type { Stack } from './stack.ts';

// What CloudFormation refuses of a template, or takes for something else.

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: in a request, and from a bucket. */
const MAX_BODY = 51_200;
const MAX_TEMPLATE = 1_048_576;

export function checkTemplate(graph: Graph, stack: Stack, sink: Diagnostics): void {
  checkResolved(graph, stack, sink);
  const { name, span } = graph.flow;
  const bytes = sizeOf(stack);
  if (bytes > MAX_TEMPLATE) sink.report('step-functions-template-too-large', span, [name, bytes, MAX_TEMPLATE]);
  else if (bytes > MAX_BODY) sink.report('step-functions-template-needs-s3', span, [name, bytes, MAX_BODY]);
}

/** Zero for what is far from being too large: YAML has not four times the bytes of JSON. */
function sizeOf(stack: Stack): number {
  if (JSON.stringify(stack).length < MAX_BODY / 4) return 0;
  return new TextEncoder().encode(cloudFormation(stack)).length;
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
