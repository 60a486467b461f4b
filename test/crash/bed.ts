import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildShim } from '../../scripts/build.ts';
import { diskHost } from '../../src/cli/project.ts';
import { compile } from '../../src/compiler/compile.ts';
import { packFlow } from '../../src/package/pack.ts';
import { unpack } from '../../src/runtime/package/unpack.ts';
import { codeKey } from '../../src/runtime/store/layout.ts';
import { openStore } from '../../src/runtime/store/open.ts';
import type { Store } from '../../src/runtime/store/store.ts';

// What all victims share: one datastore with the flow's code, the shim, and the engine as one file, which starts faster than its sources.

export interface Bed {
  readonly folder: string;
  readonly store: Store;
  readonly code: { readonly id: string; readonly folder: string };
  readonly shim: string;
  readonly engine: string;
  remove(): Promise<void>;
}

export async function makeBed(): Promise<Bed> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flowc-crash-')));
  const { flows } = compile({ file: 'flow.ts' }, diskHost(import.meta.dirname));
  const [flow] = flows;
  if (flow === undefined) throw new Error('test/crash/flow.ts does not compile: `flowc check` says why');
  const { bytes, id } = await packFlow({ root: import.meta.dirname, graph: flow.graph, external: [] });
  const store = await openStore(join(folder, 'store'), process.env);
  await store.putIfAbsent(codeKey(id), bytes);
  return {
    folder,
    store,
    code: { id, folder: await unpack(bytes, join(folder, 'cache')) },
    shim: await buildShim(folder),
    engine: await bundledEngine(folder),
    remove: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In pieces, so that the part for S3 is not even looked at. */
async function bundledEngine(folder: string): Promise<string> {
  await build({
    entryPoints: [join(import.meta.dirname, 'engine.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    external: ['@aws-sdk/*', '@smithy/*'],
    logLevel: 'warning',
  });
  return join(folder, 'engine.mjs');
}
