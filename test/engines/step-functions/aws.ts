import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { env, execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startKept, type KeptProcesses } from '../kept-process.ts';
import { secretText } from '../secrets.ts';
import { ask, type Service } from './ask.ts';
import { installMoto } from './installation.ts';
import { Notes } from './notes.ts';

// What stands for AWS: server.py, with a bucket, and a `flowc-task` that its jobs find on their PATH.

const SERVER = fileURLToPath(new URL('server.py', import.meta.url));

export const BUCKET = 'datastore';
export const REGION = 'us-east-1';
export const ACCOUNT = '123456789012';

/** Nobody looks at them. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'flowc', AWS_SECRET_ACCESS_KEY: 'of-this-machine', AWS_REGION: REGION };

export interface Aws {
  readonly url: string;
  /** The environment in which this process reaches S3. */
  readonly env: Readonly<Record<string, string>>;
  readonly notes: Notes;
  /** The folder of the image, in which code packages may lie. */
  readonly packages: string;
  /** Calls an operation as AWS's API names it; throws AwsError. */
  ask<T = unknown>(service: Service, operation: string, input: object): Promise<T>;
  /** Makes a queue of Batch's, unless it is there. */
  haveQueue(name: string): Promise<void>;
  /** Makes the secret of an ARN, a JSON object with the key that the ARN may name, unless it is there. */
  haveSecret(arn: string): Promise<void>;
  /** Kills all, and removes what it left. */
  stop(): Promise<void>;
}

export interface AwsOptions {
  /** The longest that is waited before something is tried again, in seconds. Left out: as long as the state machine says. */
  readonly longestWait?: number;
}

/** @param shim - The built one. */
export async function startAws(shim: string, { longestWait }: AwsOptions = {}): Promise<Aws> {
  const python = join(await installMoto(), 'python');
  const folder = mkdtempSync(join(tmpdir(), 'flowc-aws-'));
  const [jobs, packages, notes] = [join(folder, 'jobs'), join(folder, 'packages'), join(folder, 'notes.jsonl')];
  for (const path of [jobs, packages]) mkdirSync(path);
  writeFileSync(notes, '');
  // What Node compiles once for all jobs.
  const faster = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const settings = {
    notes,
    folder: jobs,
    environment: { ...CREDENTIALS, PATH: pathWith(folder, shim), HOME: folder, FLOWC_PACKAGES: packages, ...faster },
    region: REGION,
    slots: 2 * availableParallelism(),
    longestWait: longestWait ?? null,
  };
  const kept = startKept(python, [[python, '-B', SERVER, JSON.stringify(settings)]], folder, env, ['pipe', 'inherit']);
  const url = `http://127.0.0.1:${await portOf(kept)}`;
  // The SDK's chain of credentials reads the process's own environment.
  Object.assign(env, CREDENTIALS);
  const queues = new Map<string, Promise<void>>();
  const call: Aws['ask'] = (service, operation, input) => ask(url, service, operation, input);
  const aws: Aws = {
    url,
    env: { ...CREDENTIALS, AWS_ENDPOINT_URL_S3: url },
    notes: new Notes(notes),
    packages,
    ask: call,
    haveQueue: (name) => {
      const made = queues.get(name) ?? makeQueue(aws, name);
      queues.set(name, made);
      return made;
    },
    haveSecret: secretKeeper({ ask: call }),
    stop: () => kept.stop(),
  };
  await aws.ask('s3', `PUT /${BUCKET}`, {});
  return aws;
}

/** On what jobs.py furnishes Batch with. */
async function makeQueue(aws: Aws, jobQueueName: string): Promise<void> {
  const computeEnvironmentOrder = [{ order: 1, computeEnvironment: 'machines' }];
  await aws.ask('batch', 'createjobqueue', { jobQueueName, priority: 1, state: 'ENABLED', computeEnvironmentOrder });
}

/** Of a whole secret. */
const ANY_KEY = 'password';

/** Keeps secrets that are asked for by their ARNs, alone or with a key. */
function secretKeeper(aws: Pick<Aws, 'ask'>): Aws['haveSecret'] {
  const kept = new Map<string, Record<string, string>>();
  return async (arn) => {
    const [name = '', key = ''] = arn.split(':').slice(6);
    const there = kept.get(name);
    const keys = there ?? { [ANY_KEY]: secretText(name, ANY_KEY) };
    if (there !== undefined && (key === '' || key in there)) return;
    if (key !== '') keys[key] = secretText(name, key);
    kept.set(name, keys);
    const value = { SecretString: JSON.stringify(keys), ClientRequestToken: randomUUID() };
    if (there === undefined) await aws.ask('secretsmanager', 'CreateSecret', { Name: name, ...value });
    else await aws.ask('secretsmanager', 'PutSecretValue', { SecretId: name, ...value });
  };
}

/** What a container has on its PATH. */
function pathWith(folder: string, shim: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'flowc-task'), `#!${execPath}\nrequire(${JSON.stringify(shim)});\n`);
  chmodSync(join(bin, 'flowc-task'), 0o755);
  return [bin, env['PATH']].join(delimiter);
}

async function portOf({ process, ended }: KeptProcesses): Promise<number> {
  if (process.stdout === null) throw new Error('the server has no stdout');
  const over = ended.then((code) => Promise.reject(new Error(`what stands for AWS did not start, and exited ${code}`)));
  over.catch(() => undefined);
  const line: readonly unknown[] = await Promise.race([once(createInterface(process.stdout), 'line'), over]);
  return Number(line[0]);
}
