import type { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { Json } from '../../../src/compiler/ir/settings.ts';
import { textsIn } from '../../kubernetes/faults.ts';
import { runnables } from '../../runnables.ts';
import { MAX_DEFINITION } from '../check.ts';
import { cloudFormation } from './cloudformation.ts';
import type { Stack } from './stack.ts';

// What CloudFormation refuses of a template, or takes for something else.

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: in a request, and from a bucket. */
const MAX_BODY = 51_200;
const MAX_TEMPLATE = 1_048_576;

export function checkTemplate(graph: Graph, stack: Stack, sink: Diagnostics): void {
  checkResolved(graph, stack, sink);
  // What is far from being too large: YAML has not four times the bytes of JSON.
  if (JSON.stringify(stack).length < MAX_BODY / 4) return;
  const { name, span } = graph.flow;
  const template = bytesOf(cloudFormation(stack));
  const definition = template < MAX_TEMPLATE / 2 ? 0 : bytesOf(written(stack.machine));
  if (template > MAX_TEMPLATE)
    sink.report('step-functions-template-too-large', span, ['template', name, template, MAX_TEMPLATE]);
  else if (definition > MAX_DEFINITION)
    sink.report('step-functions-template-too-large', span, [WRITTEN, name, definition, MAX_DEFINITION]);
  else if (template > MAX_BODY) sink.report('step-functions-template-needs-s3', span, [name, template, MAX_BODY]);
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

const WRITTEN = 'definition, laid out as CloudFormation does,';

/**
 * The definition that CloudFormation makes of data, as Jackson's pretty printer writes it; what is white counts:
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-stepfunctions, DefinitionProcessor.java.
 */
export function written(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value))
    return value.length === 0 ? '[ ]' : `[ ${value.map((item) => written(item, indent)).join(', ')} ]`;
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([key, member]) => `\n${inner}${JSON.stringify(key)} : ${written(member, inner)}`,
  );
  return members.length === 0 ? '{ }' : `{${members.join(',')}\n${indent}}`;
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
