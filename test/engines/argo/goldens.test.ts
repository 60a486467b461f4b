import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { dump, load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flowcSource } from '../../../bench/compile/flowc-source.ts';
import { shapes } from '../../../bench/compile/shapes.ts';
import { emitFlow } from '../../../src/cli/emit.ts';
import { compile } from '../../../src/compiler/compile.ts';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import { fixturesFolder } from '../../fixtures.ts';
import { haveLinter } from './have-linter.ts';
import { lintManifests } from './lint.ts';

// What flowc writes, read by the real Argo: every golden, and the flows that are too big to be fixtures. And so that this is known to mean
// something, a golden of each kind with one field too many.

const goldens = globSync('*/expected/argo/*/*.yaml', { cwd: fixturesFolder })
  // kustomize's own file, which no cluster is given.
  .filter((path) => basename(path) !== 'kustomization.yaml')
  .map((path) => join(fixturesFolder, path));

interface Manifest {
  readonly kind: string;
  readonly [key: string]: unknown;
}

const read = (path: string): Manifest => load(readFileSync(path, 'utf8')) as Manifest;

describe.runIf(haveLinter)('the real Argo', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flowc-goldens-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(`accepts all ${goldens.length} goldens`, async () => {
    expect(goldens.length).toBeGreaterThan(200);
    expect(await lintManifests(goldens)).toEqual([]);
  });

  test('refuses a golden of each kind that has one field too many', async () => {
    const oneOfEach = [...Map.groupBy(goldens, (path) => read(path).kind)].map(([kind, [path = '']]) => ({
      kind,
      path,
    }));
    const broken = oneOfEach.map(({ kind, path }) => {
      const copy = join(folder, kind, 'object.yaml');
      mkdirSync(dirname(copy), { recursive: true });
      writeFileSync(copy, dump({ ...read(path), flowcWasHere: true }));
      return copy;
    });
    expect(oneOfEach.map(({ kind }) => kind).toSorted()).toEqual([
      'ConfigMap',
      'CronWorkflow',
      'Role',
      'RoleBinding',
      'Sensor',
      'ServiceAccount',
      'WorkflowTemplate',
    ]);
    expect((await lintManifests(broken)).map(({ file }) => file).toSorted()).toEqual(broken.toSorted());
  });

  // The linter's own time grows with the square of a chain: 500 steps take it two seconds, 5,000 would take minutes.
  test.for(shapes.filter(({ name }) => name !== 'chain-5000'))('accepts $title', async (shape, { expect }) => {
    const { flows } = compile(
      { file: 'flow.ts' },
      { readFile: (path) => (path === 'flow.ts' ? flowcSource(shape) : undefined) },
    );
    const files = flows.flatMap(({ graph }) =>
      emitFlow(graph, 'argo', { image: 'registry.example/flows:1' }, new Diagnostics()),
    );
    const paths = files
      .filter(({ path }) => !path.endsWith('kustomization.yaml'))
      .map(({ path, text }) => {
        const file = join(folder, shape.name, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
        return file;
      });
    expect(paths.length).toBeGreaterThan(3);
    expect(await lintManifests(paths)).toEqual([]);
  });
});
