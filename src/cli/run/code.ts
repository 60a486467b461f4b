import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CannotPack } from '../../package/cannot-pack.ts';
import { packFlow } from '../../package/pack.ts';
import { unpack } from '../../runtime/package/unpack.ts';
import type { Plan } from '../../runtime/plan.ts';
import { codeKey } from '../../runtime/store/layout.ts';
import type { Store } from '../../runtime/store/store.ts';
import type { Io } from '../io.ts';
import { relocate, type Flow } from '../pipeline.ts';
import { tell } from './source.ts';

// The flow's code, packed, put in the datastore, where the run's record names it, and unpacked, where worker processes load it from.

export interface Code {
  readonly plan: Plan;
  readonly id: string;
  readonly folder: string;
}

/** Undefined: the code cannot be packed, and why has been told. */
export async function packCode(
  { graph, source }: Flow,
  external: readonly string[],
  store: Store,
  io: Io,
  json: boolean,
): Promise<Code | undefined> {
  const packed = await packFlow({ root: source.root, graph, external }).catch((error: unknown) => {
    if (error instanceof CannotPack) return { warnings: error.findings };
    throw error;
  });
  const holds = tell(
    packed.warnings.map((finding) => relocate(finding, source.root)),
    io,
    json,
  );
  if (!holds || !('id' in packed)) return undefined;
  const { id, bytes } = packed;
  const [folder] = await Promise.all([
    unpack(bytes, cacheFolder(source.root, io.env)),
    store.putIfAbsent(codeKey(id), bytes),
  ]);
  return { plan: packed.package.plan, id, folder };
}

/** Code that ran before stays unpacked, and so does what Node compiled of it: where tools of a project keep such things, or else the user's programs. */
function cacheFolder(root: string, env: Io['env']): string {
  const modules = join(root, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache', 'flowc');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'flowc');
}
