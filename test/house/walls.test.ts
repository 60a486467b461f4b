import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, test } from 'vitest';

// Who may import whom, in one table. A room may always import itself; a file belongs to the longest room that its path begins with. Where
// this test complains, the code is to move, or the table with a reason in ARCHITECTURE.md.

const IR = ['src/compiler/ir/', 'src/compiler/diagnostics/'];
const compiler = 'src/compiler/';
const RUNTIME = [
  'src/runtime/protocol.ts',
  'src/runtime/json.ts',
  'src/runtime/task.ts',
  'src/runtime/plan.ts',
  'node:',
];

const TARGET = [
  ...IR,
  'src/compiler/emit/',
  'src/runtime/protocol.ts',
  'targets/target.ts',
  'targets/support.ts',
  'targets/runnables.ts',
  'targets/kubernetes/',
];

const walls: Readonly<Record<string, readonly string[]>> = {
  // What a flow file imports runs in every task: it carries nothing else with it.
  'src/api/': ['node:stream'],
  'src/config.ts': [],
  'src/runtime/protocol.ts': [],
  'src/runtime/json.ts': [],
  'src/runtime/task.ts': [],
  'src/runtime/plan.ts': ['src/runtime/json.ts'],
  'src/runtime/version.ts': [],
  // What runs in a pod knows nothing of TypeScript, the compiler or the command line.
  'src/runtime/codec/': [...RUNTIME, 'src/runtime/store/'],
  'src/runtime/store/': [...RUNTIME, 'src/runtime/codec/', '@aws-sdk/', '@smithy/'],
  'src/runtime/navigate/': [...RUNTIME, 'src/runtime/store/'],
  'src/runtime/package/': [...RUNTIME, 'src/runtime/store/', 'src/api/'],
  'src/runtime/shim/': ['src/runtime/', 'src/api/', 'node:'],
  'src/runtime/local/': ['src/runtime/', 'node:'],
  'src/client/': ['src/runtime/', 'node:'],
  // Who asks an orchestrator knows nothing of flows, and no other orchestrator.
  'src/orchestrators/': ['src/client/errors.ts', 'src/client/pathspec.ts', 'src/runtime/json.ts'],
  'src/orchestrators/airflow/': [
    'src/orchestrators/orchestrator.ts',
    'src/orchestrators/fault.ts',
    'src/orchestrators/find.ts',
    'src/client/errors.ts',
    'src/client/pathspec.ts',
    'node:timers/promises',
    'openapi-fetch',
  ],
  'src/orchestrators/step-functions/': [
    'src/orchestrators/orchestrator.ts',
    'src/orchestrators/fault.ts',
    'src/orchestrators/find.ts',
    'src/client/errors.ts',
    'src/client/pathspec.ts',
    // How the shim is called, by which a job is known for a task.
    'src/runtime/protocol.ts',
    'src/runtime/task.ts',
    '@aws-sdk/',
  ],
  // The build side of a code package: the one place beside the command line that reads a project from the disk.
  'src/package/': [
    ...IR,
    'src/compiler/host.ts',
    'src/compiler/parse/',
    'src/compiler/plan/',
    'src/runtime/',
    'node:',
    'esbuild',
    'oxc-parser',
  ],

  'src/compiler/host.ts': [],
  'src/compiler/ir/': [],
  'src/compiler/diagnostics/': ['src/compiler/ir/'],
  'src/compiler/parse/': [...IR, 'src/compiler/host.ts', 'oxc-parser'],
  'src/compiler/analyze/': [...IR, 'src/compiler/parse/', 'oxc-parser', 'croner'],
  // From here on nobody knows TypeScript.
  'src/compiler/build/': IR,
  'src/compiler/check/': IR,
  'src/compiler/print/': IR,
  'src/compiler/emit/': ['src/compiler/ir/', 'js-yaml'],
  'src/compiler/plan/': [...IR, 'src/compiler/check/', 'src/runtime/'],
  'src/compiler/compile.ts': [compiler],
  'src/compiler/index.ts': [compiler],

  'targets/target.ts': [...IR, 'src/compiler/emit/'],
  'targets/support.ts': [...IR, 'targets/target.ts'],
  'targets/runnables.ts': IR,
  'targets/kubernetes/': IR,
  'targets/argo/': TARGET,
  'targets/airflow/': [...TARGET, 'handlebars'],
  'targets/step-functions/': TARGET,
  'targets/index.ts': ['targets/'],

  'src/cli/': ['src/', 'targets/', 'node:', 'oxc-parser'],
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = globSync(['src/**/*.ts', 'targets/**/*.ts'], { cwd: root }).toSorted();

const roomOf = (path: string): string | undefined =>
  Object.keys(walls)
    .filter((room) => path.startsWith(room))
    .toSorted((a, b) => b.length - a.length)[0];

/** What a file imports, types too: packages by name, files by their path from the root. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const { module, program } = parseSync(file, text);
  const inTypes: string[] = [];
  new Visitor({ TSImportType: ({ source }) => inTypes.push(source.value) }).visit(program);
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    ...module.dynamicImports
      .map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
      .filter((request) => /^'.*'$/.test(request))
      .map((request) => request.slice(1, -1)),
    ...inTypes,
  ].filter((specifier) => specifier !== undefined);
  return specifiers.map((specifier) => (specifier.startsWith('.') ? join(dirname(file), specifier) : specifier));
}

describe('walls', () => {
  test.each(Object.keys(walls))('%s stands', (room) => {
    expect(
      files.some((file) => file.startsWith(room)),
      'no file is there any more: take the room out of the table',
    ).toBe(true);
  });

  test.each(files)('%s imports only what its room may', (file) => {
    const room = roomOf(file);
    expect(room, `${file} belongs to no room: add its folder to the table of walls`).toBeDefined();
    const allowed = [room ?? '', ...(walls[room ?? ''] ?? [])];
    const through = importsOf(file).filter((path) => !allowed.some((prefix) => path.startsWith(prefix)));
    expect(through, `${room} may import ${allowed.slice(1).join(', ') || 'nothing'}`).toEqual([]);
  });
});
