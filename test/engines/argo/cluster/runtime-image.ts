// The image that `flowc image` describes, from its very files, without a builder: its Dockerfile is read here, and a line of it that would do something else in a
// builder than here is an error. What `FROM` names is laid out from this machine: Node and the libraries that it is linked to.

import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { execPath } from 'node:process';
import type { ContextFile } from '../../../../src/cli/image/context.ts';
import { type ImageConfig, type ImageFile, writeImage } from './archive.ts';
import { QUICK_EXECUTOR } from './daemons.ts';

/** Writes a docker-archive tar. The keys of `context` are paths, `Dockerfile` among them. */
export function writeRuntimeImage(archive: string, name: string, context: ReadonlyMap<string, ContextFile>): void {
  const dockerfile = context.get('Dockerfile');
  if (dockerfile === undefined) throw new Error('An image needs a Dockerfile in its context');
  const files = new Map(base());
  // Argo starts its executor in this image, too.
  const variables = new Map([['PATH', '/usr/local/bin:/usr/bin:/bin'], ...Object.entries(QUICK_EXECUTOR)]);
  const config: { User?: string; WorkingDir?: string } = {};
  for (const line of Buffer.from(dockerfile.bytes).toString().split('\n')) {
    const [, instruction = '', value = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (instruction === 'FROM' && value.startsWith('node:24')) continue;
    else if (instruction === 'COPY') copy(context, files, value);
    else if (instruction === 'ENV') setVariable(variables, value);
    else if (instruction === 'USER') config.User = value;
    else if (instruction === 'WORKDIR') config.WorkingDir = value;
    else if (line !== '' && !line.startsWith('#'))
      throw new Error(`The cluster's tests cannot carry out the Dockerfile's line \`${line}\`: teach runtime-image.ts`);
  }
  const Env = [...variables].map(([variable, value]) => `${variable}=${value}`);
  writeImage(archive, name, files, { ...config, Env, Entrypoint: ['node'] } satisfies ImageConfig);
}

/** Like the slim image of Node: what a program that is linked to glibc needs, a user 1000, certificates; but no shell, which nothing of ours asks for. */
function base(): [string, ImageFile][] {
  const libraries = execFileSync('ldd', [execPath], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g);
  const users = 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n';
  return [
    ...[...libraries, ...execFileSync('ldd', ['/usr/bin/env'], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(
      ([, path = '']): [string, ImageFile] => [path, { from: path }],
    ),
    ['/usr/local/bin/node', { from: execPath }],
    ['/usr/bin/env', { from: '/usr/bin/env' }],
    ['/etc/ssl/certs/ca-certificates.crt', { from: realpathSync('/etc/ssl/certs/ca-certificates.crt') }],
    ['/etc/passwd', { bytes: users }],
    ['/etc/group', { bytes: 'root:x:0:\nnode:x:1000:\n' }],
    ['/tmp', { folder: 0o1777 }],
  ];
}

function copy(context: ReadonlyMap<string, ContextFile>, files: Map<string, ImageFile>, value: string): void {
  const [from = '', to = '', ...more] = value.split(' ');
  if (more.length > 0 || !from.endsWith('/') || !to.endsWith('/'))
    throw new Error(`COPY of other than one folder: \`${value}\``);
  for (const [path, file] of context) if (path.startsWith(from)) files.set(to + path.slice(from.length), file);
}

function setVariable(variables: Map<string, string>, value: string): void {
  const [, name = '', text = ''] = /^(\w+)=(\S+)$/.exec(value) ?? [];
  if (name === '') throw new Error(`ENV of other than one variable without blanks: \`${value}\``);
  variables.set(
    name,
    text.replaceAll(/\$(\w+)/g, (_, other: string) => variables.get(other) ?? ''),
  );
}
