import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { imageFiles, readRuntime } from '../../../src/cli/image/context.ts';
import type { Settings } from '../../../src/config.ts';
import { compressPackage } from '../../../src/runtime/package/packages-folder.ts';
import { codeKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { CodeDelivery } from '../../../targets/target.ts';
import { builtShim } from '../local/built-shim.ts';
import type { Prepared } from '../prepare.ts';
import { writeRuntimeImage } from './cluster/runtime-image.ts';
import type { Place } from './deploy.ts';

// The code of a flow, brought to where its settings say that it is, and nowhere else.

export interface Delivered {
  readonly code: CodeDelivery;
  readonly image: string;
}

/** @param datastore - Of the flow: `s3://bucket/prefix`. */
export async function deliver(
  { id, bytes }: Prepared,
  how: Settings['code'],
  datastore: string,
  { cluster, env }: Place,
): Promise<Delivered> {
  const { image } = cluster;
  switch (how) {
    case 'inline':
      return { code: { delivery: how, id, compressed: compressPackage(bytes) }, image };
    case 'image': {
      const own = `localhost/flow-${id.slice(0, 10)}:test`;
      const dockerfile = readFileSync(new URL('../../../image/Dockerfile', import.meta.url), 'utf8');
      const runtime = readRuntime(dirname(await builtShim()));
      const folder = await mkdtemp(join(tmpdir(), 'flowc-image-'));
      try {
        const archive = join(folder, 'image.tar');
        writeRuntimeImage(archive, own, imageFiles({ dockerfile, runtime, packages: new Map([[id, bytes]]) }));
        await cluster.importImage(archive);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      return { code: { delivery: how, id }, image: own };
    }
    default: {
      const store = await openStore(datastore, env);
      await store.putIfAbsent(codeKey(id), bytes);
      await store.close();
      return { code: { delivery: 'datastore', id }, image };
    }
  }
}
