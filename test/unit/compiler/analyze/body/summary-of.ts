import { analyzeBody, type StepBody } from '../../../../../src/compiler/analyze/body/analyze-body.ts';
import type { FlowClass } from '../../../../../src/compiler/analyze/flow-class.ts';
import { Diagnostics } from '../../../../../src/compiler/diagnostics/sink.ts';
import { flowClassOf } from './flow-class-of.ts';

// One step's analysis as a few lines of text, so that a test is a piece of code and what flowc says about it.

/** A flow of a few steps and fields around the body of the step `x`. `members` come before it. */
export function flowAround(body: string, { members = '', parameter = '', async = true } = {}): string {
  return `class F extends FlowSpec {
  a1!: number; a2!: number; items!: string[]; map!: Map<string, number>; conf = { depth: 1 };
  rate = parameter.number();
  ${members}
  @step start() {} @step a() {} @step b() {} @step c() {} @step d() {} @step end() {}
  @step ${async ? 'async ' : ''}x(${parameter}) {${body}}
}`;
}

export interface Analysis {
  readonly flow: FlowClass;
  readonly body: StepBody;
  /** `name @ 'the code it points to' (message)`: a line for each finding. */
  readonly found: readonly string[];
}

export function analyze(text: string, step = 'x'): Analysis {
  const flow = flowClassOf(text);
  const sink = new Diagnostics();
  const member = flow.members.get(step);
  if (member?.kind !== 'step') throw new Error(`the test's flow has no step ${step}`);
  const body = analyzeBody(member, flow, sink);
  return { flow, body, found: findings(sink, text) };
}

export function findings(sink: Diagnostics, text: string): string[] {
  return sink.sorted().map(({ name, span, related }) => {
    const code = text.slice(span.start, span.end).replaceAll(/\s+/g, ' ');
    const way = related.map(
      (each) => `\n  ${each.message}: ${text.slice(each.span.start, each.span.end).replaceAll(/\s+/g, ' ')}`,
    );
    return `${name} @ ${code}${way.join('')}`;
  });
}

/** `go a, split b c, foreach d, go a≤3`. */
export function transitionsText({ transitions }: StepBody): string {
  return transitions
    .map(
      ({ kind, targets, maxVisits }) =>
        [kind, ...targets.map((each) => each.step)].join(' ') + (maxVisits ? `≤${maxVisits}` : ''),
    )
    .join(', ');
}

/** What has happened when the step leaves: `a1=1 !a2 ~items` for assigned with a literal, assigned, maybe; `+b` for merged, `-c` for dropped. */
export function effectsText({ transitions }: StepBody): string {
  return transitions
    .map(({ targets, effects }) => {
      const { assigned, merged, touched, dropped = [], literals } = effects;
      const maybe = touched.filter((name) => !assigned.includes(name) && !merged.includes(name));
      const sure = assigned.map((name) => (name in literals ? `${name}=${literals[name]}` : `!${name}`));
      return [
        `${targets[0]?.step}:`,
        ...sure,
        ...merged.map((name) => `+${name}`),
        ...maybe.map((name) => `~${name}`),
        ...dropped.map((name) => `-${name}`),
      ].join(' ');
    })
    .join('; ');
}

/** `reads a1 a2(merge) | needs … | writes … | inputs a.x *.y | element 1 | escapes this | escapes inputs`, without what is empty. */
export function dataText({ data }: StepBody): string {
  const part = (title: string, words: readonly string[]) => (words.length > 0 ? [`${title} ${words.join(' ')}`] : []);
  return [
    ...part(
      'reads',
      data.reads.map(({ name, after }) => (after === 'merge' ? `${name}(merge)` : name)),
    ),
    ...part('needs', data.needs),
    ...part('writes', data.writes),
    ...part(
      'inputs',
      data.inputs.map(({ branch, name }) => `${branch ?? '*'}.${name}`),
    ),
    ...part(
      'merges',
      data.merges.map(({ include, exclude, assigned }) =>
        [
          include && `include:${include.map((each) => each.name).join(',')}`,
          exclude && `exclude:${exclude.map((each) => each.name).join(',')}`,
          `assigned:${assigned.join(',')}`,
        ]
          .filter(Boolean)
          .join(' '),
      ),
    ),
    ...part('element', data.element.length > 0 ? [String(data.element.length)] : []),
    ...part('escapes', [...(data.escapes ? ['this'] : []), ...(data.inputsEscape ? ['inputs'] : [])]),
  ].join(' | ');
}
