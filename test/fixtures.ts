import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitFlow } from '../src/cli/emit.ts';
import { compile } from '../src/compiler/compile.ts';
import type { Diagnostic } from '../src/compiler/diagnostics/diagnostic.ts';
import { renderer } from '../src/compiler/diagnostics/render.ts';
import { Diagnostics } from '../src/compiler/diagnostics/sink.ts';
import type { Host } from '../src/compiler/host.ts';
import { printGraph } from '../src/compiler/print/print-graph.ts';
import type { Settings } from '../src/config.ts';
import { targetIds } from '../targets/index.ts';
import type { CodeDelivery } from '../targets/target.ts';

// A fixture is a folder: what a user has in a project (flow.ts, and what it imports), case.json for what stands on the command line, and in
// expected/ everything that flowc makes of it, byte for byte. This file says what that is; fixtures.test.ts holds folders to it.

export const fixturesFolder = fileURLToPath(new URL('../fixtures/', import.meta.url));

/** case.json: what stands on the command lines of the fixture. */
export interface Case {
  readonly flow?: string;
  /** Of `compile`; `null` takes a setting away that every fixture has. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Bytes of the code package where the manifests carry it; few where nothing is said. */
  readonly codeSize?: number;
  /** Of `run`, as texts. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** In place of a package's own, which changes with every version of esbuild. */
const CODE_ID = 'c0de'.repeat(16);

const DEFAULTS: Settings = { image: 'registry.example/flows:1', datastore: 's3://flows/store', batchQueue: 'flows' };

/** The folders in one that are cases. */
export const casesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => existsSync(join(folder, name, 'flow.ts')))
        .toSorted()
    : [];

/** The folders under fixtures/ of flows that are compiled and run, and those under fixtures/settings/, of what only settings change: compiled, and not run. */
export const compiledCases = (): readonly string[] => [
  ...casesIn(fixturesFolder),
  ...casesIn(join(fixturesFolder, 'settings')).map((name) => join('settings', name)),
];

/** Everything that flowc makes of a fixture, by its path in expected/. */
export function answersOf(folder: string): ReadonlyMap<string, string> {
  const { settings, code, flows, diagnostics } = compileFixture(folder);
  const answers = new Map<string, string>();
  const say = (path: string, found: readonly Diagnostic[]): void => {
    if (found.length > 0) answers.set(path, rendered(found, hostOf(folder)));
  };
  say('diagnostics.txt', diagnostics);
  for (const { graph } of flows) {
    answers.set(flows.length === 1 ? 'graph.json' : `${graph.flow.name}.graph.json`, printGraph(graph, 'json'));
    for (const id of targetIds) {
      const sink = new Diagnostics();
      for (const { path, text } of emitFlow(graph, id, settings, sink, code)) answers.set(`${id}/${path}`, text);
      say(`${id}/${flows.length === 1 ? '' : `${graph.flow.name}.`}diagnostics.txt`, sink.sorted());
    }
  }
  return answers;
}

/** What flowc finds in a fixture, by the compiler and by every target, and how it says so. Where the folder's name begins with a target's, by that one. */
export function findingsOf(folder: string): { readonly found: readonly Diagnostic[]; readonly text: string } {
  const { settings, code, flows, diagnostics } = compileFixture(folder);
  const found = [...diagnostics];
  const own = targetIds.filter((id) => basename(folder).startsWith(`${id}-`));
  for (const { graph } of flows) {
    for (const id of own.length === 0 ? targetIds : own) {
      const sink = new Diagnostics();
      emitFlow(graph, id, settings, sink, code);
      found.push(...sink.sorted());
    }
  }
  return { found, text: rendered(found, hostOf(folder)) };
}

/** What a run leaves, written and read by the engines' own tests. */
const RUN = 'run.json';

/** The files in a fixture's expected/ that flowc makes without running it, by their path in it. */
export function expectedIn(folder: string): ReadonlyMap<string, string> {
  const expected = join(folder, 'expected');
  const paths = globSync('**/*.*', { cwd: expected }).filter((path) => path !== RUN);
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(expected, path), 'utf8')]));
}

/** Makes expected/ hold exactly `answers`. */
export function rewrite(folder: string, answers: ReadonlyMap<string, string>): void {
  const expected = join(folder, 'expected');
  for (const path of expectedIn(folder).keys()) rmSync(join(expected, path));
  for (const [path, text] of answers) {
    mkdirSync(dirname(join(expected, path)), { recursive: true });
    writeFileSync(join(expected, path), text);
  }
}

export function caseOf(folder: string): Case {
  const file = join(folder, 'case.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

type Compiled = ReturnType<typeof compile> & { readonly settings: Settings; readonly code: CodeDelivery };

function compileFixture(folder: string): Compiled {
  const { flow, settings = {}, codeSize = 8 } = caseOf(folder);
  const merged = Object.entries({ ...DEFAULTS, ...settings }).filter(([, value]) => value !== null);
  const given: Settings = Object.fromEntries(merged);
  const { code: delivery = 'datastore' } = given;
  const entry = { file: 'flow.ts', ...(flow === undefined ? {} : { flow }) };
  const code: CodeDelivery =
    delivery === 'inline' ? { delivery, id: CODE_ID, compressed: new Uint8Array(codeSize) } : { delivery, id: CODE_ID };
  return { ...compile(entry, hostOf(folder)), settings: given, code };
}

export const hostOf = (folder: string): Host => ({
  readFile: (path) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined),
});

function rendered(found: readonly Diagnostic[], host: Host): string {
  const render = renderer({ source: (file) => host.readFile(file) });
  return found.map((diagnostic) => `${render(diagnostic)}\n`).join('\n');
}
