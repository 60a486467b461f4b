import { ok } from 'node:assert/strict';
import fc from 'fast-check';
import { compile } from '../../src/compiler/compile.ts';
import { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { OutputFile } from '../../src/compiler/emit/output-file.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { argo } from '../../targets/argo/index.ts';
import { hostOf, rendered } from './compiled.ts';
import { LITERAL, places, type Place } from './hostile-places.ts';
import type { Files } from './source.ts';

// A flow with a hostile text in one place, and what becomes of it.

const pieces = [
  ...[
    '{{',
    '}}',
    '{{{',
    '{{=1+1}}',
    '{{workflow.name}}',
    '{',
    '{%',
    '"',
    "'",
    '`',
    '\\',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '  ',
  ],
  ...[
    '${}',
    '${HOME}',
    '$(HOME)',
    '$(FLOWC_BRACE)',
    '$$',
    '$',
    '$$(',
    '😀',
    '👩‍🚀',
    '🏴\u{e0067}',
    ': ',
    ' #',
    '!!js/function',
    '-',
    '- a',
  ],
  ...[
    '\0',
    '\x07',
    '\x7f',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ufffe',
    '\ud800',
    '\udc00',
    '\u202e',
    '|',
    '>',
    '&a',
    '*a',
    '%',
    '@',
    '?',
    '~',
  ],
  ...[
    'yes',
    'no',
    'on',
    'y',
    'null',
    'true',
    '0x1',
    '010',
    '1e3',
    '1:30',
    '.inf',
    '2026-01-31',
    '<<',
    '=',
    '---',
    '...',
    '__proto__',
    'a',
  ],
  ...[
    '/',
    '//',
    "'{}'",
    '.$',
    '$.run',
    '$$.Execution.Id',
    "States.Format('{}', $.run)",
    '{{resolve:ssm:a}}',
    '${AWS::Region}',
  ],
];

const text = fc.oneof(
  fc.constantFrom(...pieces),
  fc.array(fc.constantFrom(...pieces), { maxLength: 5 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

export interface Hostile {
  readonly where: string;
  readonly text: string;
}

/** A text in one of the places. */
export const hostileIn = (places: Readonly<Record<string, unknown>>): fc.Arbitrary<Hostile> =>
  fc.record({ where: fc.constantFrom(...Object.keys(places)), text });

export const hostile = hostileIn(places);

/** The files for Argo; undefined where the text is refused. */
export function printedWith(place: Place, text: string): readonly OutputFile[] | undefined {
  return printedBy(sourceOf(place, text), (graph, sink) => {
    const manifest = argo.lower(graph, { image: 'flows:1', ...place.options?.(text) }, sink);
    return sink.hasErrors ? [] : argo.print(manifest);
  });
}

/** What a flow is printed to; undefined where it is refused, by the compiler or by who prints. */
export function printedBy(
  source: string,
  print: (graph: Graph, sink: Diagnostics) => readonly OutputFile[],
): readonly OutputFile[] | undefined {
  const files = { 'flow.ts': source };
  const { flows, diagnostics } = compile({ file: 'flow.ts' }, hostOf(files));
  const [flow] = flows;
  if (flow === undefined) return refused(diagnostics, files);
  const sink = new Diagnostics();
  const printed = print(flow.graph, sink);
  return sink.hasErrors ? refused(sink.sorted(), files) : printed;
}

function refused(diagnostics: Parameters<typeof rendered>[0], files: Files): undefined {
  ok(
    diagnostics.some(({ severity }) => severity === 'error'),
    rendered(diagnostics, files),
  );
  for (const { span } of diagnostics) ok(span.end <= (files[span.file] ?? '').length, 'points past its file');
  rendered(diagnostics, files);
}

/** Parts of a source, in which a text stands as a literal. */
interface Parts {
  readonly flow?: string;
  readonly step?: string;
  readonly members?: string;
}

/** @param start - The body of the first step. */
export function sourceOf(
  { flow = '', step = '', members = '' }: Parts,
  text: string,
  start = 'this.next(this.work);',
): string {
  const literal = JSON.stringify(text);
  return `import * as flowc from 'flowc';
import { batch, environment, container, kubernetes, parameter, project, resources, schedule, secrets, step, tags, timeout, trigger } from 'flowc';

${flow}
export class Flow extends flowc.FlowSpec {
  ${members}
  @step start() { ${start} }
  ${step} @step work() { this.next(this.end); }
  @step end() {}
}
`.replaceAll(LITERAL, () => literal);
}
