import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// What a builder of images is given: image/Dockerfile, and beside it `flowc/`, which becomes /opt/flowc. Nothing in it tells of the machine or the day,
// so the same flows give the same context.

export interface ContextFile {
  readonly bytes: Uint8Array;
  readonly mode: 0o644 | 0o755;
}

/** flowc's runtime, file by file, as the build leaves it. */
export interface RuntimeFiles {
  readonly 'flowc-task.cjs': Uint8Array;
  readonly 'flowc-worker.cjs': Uint8Array;
  readonly 'aws.cjs': Uint8Array;
}

export interface ImageContents {
  /** The text of image/Dockerfile. */
  readonly dockerfile: string;
  readonly runtime: RuntimeFiles;
  /** Code packages by their ids. */
  readonly packages: ReadonlyMap<string, Uint8Array>;
  /** The image to build on, in place of the Dockerfile's. */
  readonly base?: string;
  /** Packages to install, with their versions. */
  readonly externals?: ReadonlyMap<string, string>;
}

/** @param folder - dist, or wherever the runtime was built to. */
export const readRuntime = (folder: string): RuntimeFiles => ({
  'flowc-task.cjs': readFileSync(join(folder, 'flowc-task.cjs')),
  'flowc-worker.cjs': readFileSync(join(folder, 'flowc-worker.cjs')),
  'aws.cjs': readFileSync(join(folder, 'aws.cjs')),
});

/** The context, by paths from its folder. */
export function imageFiles(contents: ImageContents): ReadonlyMap<string, ContextFile> {
  const { runtime, packages, externals = new Map() } = contents;
  const files = new Map<string, ContextFile>([
    ['Dockerfile', text(dockerfileOf(contents))],
    ['flowc/flowc-task', { bytes: executable(runtime['flowc-task.cjs']), mode: 0o755 }],
    ['flowc/flowc-worker.cjs', { bytes: runtime['flowc-worker.cjs'], mode: 0o644 }],
    ['flowc/aws.cjs', { bytes: runtime['aws.cjs'], mode: 0o644 }],
    ['flowc/package.json', text(manifestOf(externals))],
  ]);
  for (const id of [...packages.keys()].toSorted()) {
    const bytes = packages.get(id);
    if (bytes !== undefined) files.set(`flowc/packages/${id}`, { bytes, mode: 0o644 });
  }
  return files;
}

/** Above what changes with every flow, so that a builder need not install them each time. */
const INSTALL = `COPY flowc/package.json /opt/flowc/
RUN npm install --prefix /opt/flowc --omit=dev --no-audit --no-fund --cache /tmp/npm && rm -rf /tmp/npm`;

function dockerfileOf({ dockerfile, base, externals }: ImageContents): string {
  const from = base === undefined ? dockerfile : dockerfile.replace(/^FROM .*$/m, () => `FROM ${base}`);
  return externals === undefined || externals.size === 0 ? from : from.replace(/^# Here `flowc image`.*$/m, INSTALL);
}

/** Its type is for `flowc-task`, which has no ending, lest a package.json further up call it an ES module. */
function manifestOf(externals: ReadonlyMap<string, string>): string {
  const dependencies = Object.fromEntries([...externals].toSorted());
  return `${JSON.stringify({ private: true, type: 'commonjs', dependencies }, null, 2)}\n`;
}

const executable = (program: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('#!/usr/bin/env node\n'), program]);

const text = (content: string): ContextFile => ({ bytes: Buffer.from(content), mode: 0o644 });
