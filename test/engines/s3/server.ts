// A real S3 server on this machine: versitygw, a gateway from S3 to a folder, with the conditional puts of S3. It listens on a Unix socket, so that no
// two tests can want one port; what speaks TCP goes through the proxy beside this file.
//
// Run by itself (`node test/engines/s3/server.ts`) it builds the server and prints the path of the binary.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildGo, canRunGo, type GoBuild } from '../build-go.ts';

const versitygw: GoBuild = {
  name: 'versitygw',
  folder: fileURLToPath(new URL('server', import.meta.url)),
  packages: ['github.com/versity/versitygw/cmd/versitygw'],
  files: ['go.mod', 'go.sum'],
  takes: 'a minute',
};

export const haveS3Server = await canRunGo('Tests against a real S3 server', versitygw.folder);

export const buildS3Server = async (): Promise<string> => join(await buildGo(versitygw), 'versitygw');

export const ACCESS_KEY = 'flowc';
export const SECRET_KEY = 'of-this-machine';
export const BUCKET = 'datastore';

export interface S3Server {
  /** The Unix socket. */
  readonly socket: string;
  /** Where its objects lie as files: `<folder>/<bucket>/<key>`. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** With one empty bucket. */
export async function startS3Server(): Promise<S3Server> {
  const root = mkdtempSync(join(tmpdir(), 'flowc-s3-'));
  const folder = join(root, 'data');
  const socket = join(root, 'socket');
  mkdirSync(join(folder, BUCKET), { recursive: true });
  const args = ['--quiet', '--keep-alive', '--port', socket, 'posix', '--sidecar', join(root, 'sidecar'), folder];
  mkdirSync(join(root, 'sidecar'));
  const child = spawn(await buildS3Server(), args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...env, ROOT_ACCESS_KEY: ACCESS_KEY, ROOT_SECRET_KEY: SECRET_KEY },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await answers(socket, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { socket, folder, stop };
}

async function answers(socket: string, gaveUp: () => boolean): Promise<void> {
  for (let tries = 0; !gaveUp() && tries < 1_000; tries++) {
    const connected = await new Promise<boolean>((resolve) => {
      const connection = connect(socket, () => resolve(true)).once('error', () => resolve(false));
      connection.once('connect', () => connection.destroy());
    });
    if (connected) return;
    await sleep(20);
  }
  throw new Error('versitygw did not start; what it said stands above');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  stdout.write(`${await buildS3Server()}\n`);
}
