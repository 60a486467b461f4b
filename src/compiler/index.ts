// The public entry `flowc/compiler`: flows to graphs, and what was found on the way, for tools that want more than the command line.

export { compile, type Compilation, type CompiledFlow, type Entry } from './compile.ts';
export type { Diagnostic, Related } from './diagnostics/diagnostic.ts';
export type { Host } from './host.ts';
export type * from './ir/graph.ts';
export type * from './ir/model.ts';
export type * from './ir/settings.ts';
export type { Span } from './ir/span.ts';
