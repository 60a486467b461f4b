import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Expression } from 'oxc-parser';
import { Evaluator } from '../../compiler/analyze/evaluate/evaluator.ts';
import type { Value } from '../../compiler/analyze/evaluate/value.ts';
import type { Finding } from '../../compiler/diagnostics/render.ts';
import { Diagnostics } from '../../compiler/diagnostics/sink.ts';
import type { Span } from '../../compiler/ir/span.ts';
import type { Module } from '../../compiler/parse/module.ts';
import { Modules } from '../../compiler/parse/modules.ts';
import { CannotRun } from '../cannot-run.ts';
import { diskHost, foldersUp, onDisk } from '../project.ts';

// Finds the configuration and reads it to a value whose every part knows its place. Both forms are read by the evaluator that reads
// decorators: flowc.config.json is JSON, checked as such first, and then the same expression as the default export of a module.

/** A configuration's value, with spans that name files by absolute path. */
export interface ConfigFile {
  readonly path: string;
  readonly folder: string;
  readonly value: Value;
  /** Where on disk a span of `value` lies. */
  place(span: Span): Span;
}

const NAMES = ['flowc.config.ts', 'flowc.config.json'];

/** The nearest configuration from `cwd` up to the folder of the nearest package.json; undefined where there is none. */
export function findConfig(cwd: string): string | undefined {
  for (const folder of foldersUp(cwd)) {
    const [found, second] = NAMES.map((name) => join(folder, name)).filter((path) => existsSync(path));
    if (found !== undefined && second !== undefined) {
      throw new CannotRun(`there are two configurations, \`${found}\` and \`${second}\``, 'Keep one of them.');
    }
    if (found !== undefined || existsSync(join(folder, 'package.json'))) return found;
  }
  return undefined;
}

/** Reads the configuration at an absolute path. */
export function readConfig(path: string): ConfigFile {
  const folder = join(path, '..');
  const name = path.slice(folder.length).replace(/^[\\/]/, '');
  const disk = diskHost(folder);
  const prefix = name.endsWith('.json') ? 'export default ' : '';
  if (prefix !== '') checkJson(path, disk.readFile(name));
  const place = (span: Span): Span =>
    onDisk(
      folder,
      span.file === name ? { ...span, start: span.start - prefix.length, end: span.end - prefix.length } : span,
    );

  const sink = new Diagnostics();
  const modules = new Modules(
    { readFile: (file) => (file === name ? withPrefix(prefix, disk.readFile(file)) : disk.readFile(file)) },
    sink,
  );
  const module = modules.load(name);
  if (module === undefined) throw new CannotRun(`there is no configuration \`${path}\``);
  const exported = defaultExport(modules, module);
  const value = exported && new Evaluator(modules, sink).evaluate(exported.module, exported.expression);
  if (value !== undefined && !sink.hasErrors) return { path, folder, value, place };
  const findings = sink.sorted().map((found): Finding => {
    const help = found.name === 'argument-not-static' ? NOT_STATIC : found.help;
    return { ...found, span: place(found.span), ...(help === undefined ? {} : { help }) };
  });
  if (findings.length > 0) throw new CannotRun(`\`${name}\` cannot be read`, undefined, findings);
  throw new CannotRun(
    `\`${path}\` exports no configuration`,
    'Write `export default defineConfig({ … })`, with `defineConfig` from `flowc/config`.',
  );
}

const NOT_STATIC =
  'A configuration is read, never run: use literals, `const`s, templates, spreads and imported JSON. What differs from call to call is a flag or ' +
  'an environment variable: `--image` or FLOWC_IMAGE for `image`.';

const withPrefix = (prefix: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : prefix + text;

function checkJson(path: string, text: string | undefined): void {
  if (text === undefined) throw new CannotRun(`there is no configuration \`${path}\``);
  try {
    JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const start = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
    const span = { file: path, start, end: Math.min(start + 1, text.length) };
    throw new CannotRun('the configuration is not JSON', undefined, [
      { severity: 'error', message, span, related: [] },
    ]);
  }
}

/** The expression that a module exports as its default, without the `defineConfig` around it. */
function defaultExport(
  modules: Modules,
  module: Module,
): { readonly module: Module; readonly expression: Expression } | undefined {
  const binding = modules.exported(module, 'default');
  if (binding.kind !== 'declared' || binding.declaration.kind !== 'const') return undefined;
  const expression = binding.declaration.value;
  if (expression.type !== 'CallExpression' || expression.callee.type !== 'Identifier')
    return { module: binding.module, expression };
  const callee = modules.lookup(binding.module, expression.callee.name);
  const [argument] = expression.arguments;
  const helps = callee.kind === 'package' && callee.specifier === 'flowc/config' && callee.name === 'defineConfig';
  return helps && argument !== undefined && argument.type !== 'SpreadElement'
    ? { module: binding.module, expression: argument }
    : { module: binding.module, expression };
}
