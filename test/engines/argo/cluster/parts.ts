// All that a cluster is made of, made ready: programs, tools and images.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildShim } from '../../../../scripts/build.ts';
import { imageFiles, readRuntime } from '../../../../src/cli/image/context.ts';
import { whyNoGo } from '../../build-go.ts';
import { writeImage } from './archive.ts';
import { EXECUTOR_IMAGE, PAUSE_IMAGE, RUNTIME_IMAGE } from './daemons.ts';
import { argoFolder, buildPrograms, type Programs } from './programs.ts';
import { writeRuntimeImage } from './runtime-image.ts';
import { findTools, type Tools, whyNoTools } from './tools.ts';

export interface Parts {
  readonly programs: Programs;
  readonly tools: Tools;
}

/** Why not all of it can be had here, with the next step; undefined where it can. */
export async function whyNoParts(): Promise<string | undefined> {
  return (await whyNoGo(argoFolder)) ?? whyNoTools();
}

/** `say` is told what takes long. */
export async function prepareParts(say: (line: string) => void): Promise<Parts> {
  return { programs: await buildPrograms(), tools: await findTools(say) };
}

/** Writes the archives of the images that every cluster has into a folder, and gives their paths. */
export async function writeImages(folder: string, { argoexec, pause }: Programs): Promise<string[]> {
  const archives = {
    pause: join(folder, 'pause.tar'),
    executor: join(folder, 'executor.tar'),
    runtime: join(folder, 'runtime.tar'),
  };
  writeImage(archives.pause, PAUSE_IMAGE, new Map([['/pause', { from: pause }]]), { Entrypoint: ['/pause'] });
  const executor = new Map([
    ['/bin/argoexec', { from: argoexec }],
    ['/etc/passwd', { bytes: 'root:x:0:0:root:/root:/bin/sh\n' }],
    ['/tmp', { folder: 0o1777 }],
  ] as const);
  writeImage(archives.executor, EXECUTOR_IMAGE, executor, { Entrypoint: ['argoexec'], Env: ['PATH=/bin'] });
  const runtime = readRuntime(dirname(await buildShim(join(folder, 'runtime'))));
  const dockerfile = readFileSync(new URL('../../../../image/Dockerfile', import.meta.url), 'utf8');
  writeRuntimeImage(archives.runtime, RUNTIME_IMAGE, imageFiles({ dockerfile, runtime, packages: new Map() }));
  return Object.values(archives);
}
