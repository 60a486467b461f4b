import { analyzeFlows } from '../../../../src/compiler/analyze/analyze-flows.ts';
import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import type { FlowModel } from '../../../../src/compiler/ir/model.ts';
import { Modules } from '../../../../src/compiler/parse/modules.ts';

// What the tests of analysis share: texts in, models and findings out, each finding as `name @ the text it points at`.

export type Files = Readonly<Record<string, string>>;

export interface Analyzed {
  readonly models: readonly FlowModel[];
  readonly findings: readonly string[];
  readonly messages: readonly string[];
  /** Files that were read, in order. */
  readonly read: readonly string[];
}

/** Analyses `flow.ts` of some files. */
export function analyzeFiles(files: Files): Analyzed {
  const sink = new Diagnostics();
  const read: string[] = [];
  const readFile = (path: string): string | undefined => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    if (text !== undefined && !read.includes(path)) read.push(path);
    return text;
  };
  const models = analyzeFlows('flow.ts', new Modules({ readFile }, sink), sink);
  const found = sink.sorted();
  return {
    models,
    read,
    findings: found.map(({ name, span }) => `${name} @ ${(files[span.file] ?? '').slice(span.start, span.end)}`),
    messages: found.map((finding) => finding.message),
  };
}

/** A whole flow around some members and decorators; it imports all of flowc as `flowc`, and the usual names. */
export function flowText({
  top = '',
  on = '',
  members = '',
  start = '',
}: {
  top?: string;
  on?: string;
  members?: string;
  start?: string;
}): string {
  return `import * as flowc from 'flowc';
import { FlowSpec, step, parameter, retry, timeout, catchError, resources, environment, secrets, container, kubernetes, batch } from 'flowc';
import { onExit, schedule, trigger, triggerOnFinish, project, tags, type CaughtError, type Inputs } from 'flowc';
${top}
${on}
export class F extends FlowSpec {
  ${members}
  ${start} @step start() { this.next(this.end); }
  @step end() {}
}
`;
}

export const analyzeFlow = (parts: Parameters<typeof flowText>[0], files: Files = {}): Analyzed =>
  analyzeFiles({ ...files, 'flow.ts': flowText(parts) });
