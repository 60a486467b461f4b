// Runs inside the cluster's namespaces and makes the cluster: starts the daemons in their order, puts into the API server what Argo needs, and says
// `ready` on its standard output. From then on it carries connections between the API server and its socket on the host, and keeps pods' logs.
//
// Usage: node inside.ts PLAN, the JSON of an InsidePlan

import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { linkSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { argv, env, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as daemons from './daemons.ts';
import { placesIn, READY } from './places.ts';
import type { Programs } from './programs.ts';
import type { Tools } from './tools.ts';
import { Kubernetes } from './kubernetes.ts';
import { askForArgoKinds, createBase } from './objects.ts';

/** Everything that is decided outside. */
export interface InsidePlan {
  /** Seen by the host. The sockets lie in it, and logs. */
  readonly folder: string;
  readonly token: string;
  readonly s3: daemons.Bucket;
  readonly programs: Programs;
  readonly tools: Tools;
  /** docker-archive tars. */
  readonly images: readonly string[];
}

const plan: InsidePlan = JSON.parse(argv[2] ?? '');
const { hyperkube, workflowController, versitygw, kinds } = plan.programs;
const { api, containerd, keptLogs, log, podLogs, s3 } = placesIn(plan.folder);
const kubernetes = new Kubernetes({ host: daemons.ADDRESS }, plan.token);

await main();

async function main(): Promise<void> {
  for (const folder of [
    log,
    podLogs,
    keptLogs,
    '/run/cni',
    '/run/certificates',
    '/run/s3/sidecar',
    `/run/s3/buckets/${plan.s3.bucket}`,
  ])
    mkdirSync(folder, { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  start(daemons.etcd(hyperkube));
  start(daemons.containerd(plan.tools, containerd));
  start(daemons.s3(versitygw, [s3, `${daemons.ADDRESS}:${daemons.S3_PORT}`], plan.s3));
  start(daemons.apiServer(hyperkube, { privateKey, publicKey, token: plan.token }));
  await until('the API server is ready', () => kubernetes.request('GET', '/readyz'));
  start(daemons.scheduler(hyperkube));
  start(daemons.kubelet(hyperkube, containerd, podLogs));
  const images = importImages();
  await createBase(kubernetes, kinds);
  await until("Argo's kinds are served", () => askForArgoKinds(kubernetes));
  start(daemons.controller(workflowController));
  await Promise.all([images, until('the node is ready', nodeIsReady)]);
  carry(api);
  keepLogs();
  stdout.write(`${READY}\n`);
}

/** A daemon that ends takes the whole cluster with it. */
function start({ name, command: [file, ...args], env: variables }: daemons.Daemon): void {
  const path = join(log, `${name}.log`);
  const output = openSync(path, 'a');
  const child = spawn(file, args, { stdio: ['ignore', output, output], env: { ...env, GOGC: '400', ...variables } });
  child.once('exit', (code, signal) => {
    const tail = readFileSync(path, 'utf8').split('\n').slice(-20).join('\n');
    stdout.write(`${name} ended (${signal ?? code}):\n${tail}`, () => process.exit(1));
  });
}

/** Tries every 50 ms until it does not throw. */
async function until(what: string, attempt: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + 60_000; ;) {
    try {
      await attempt();
      stdout.write(`${what}\n`);
      return;
    } catch (error) {
      if (Date.now() > end) throw new Error(`It did not come about within a minute that ${what}`, { cause: error });
      await sleep(50);
    }
  }
}

async function importImages(): Promise<void> {
  const { ctr } = plan.tools;
  const run = promisify(execFile);
  await until('containerd is ready', () => run(ctr, ['--address', containerd, 'version']));
  for (const image of plan.images) {
    await run(ctr, ['--address', containerd, '--namespace=k8s.io', 'images', 'import', image]);
    rmSync(image);
  }
}

async function nodeIsReady(): Promise<void> {
  const { status } = await kubernetes.request<{ status: { conditions?: { type: string; status: string }[] } }>(
    'GET',
    `/api/v1/nodes/${daemons.NODE}`,
  );
  if (!status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True'))
    throw new Error('not yet');
}

/** Connects the socket to the API server, byte by byte. */
function carry(socket: string): void {
  createServer((from) => {
    const to = connect(443, daemons.ADDRESS);
    from.on('error', () => to.destroy()).pipe(to);
    to.on('error', () => from.destroy()).pipe(from);
  }).listen(socket);
}

/** What Argo and Airflow call the container in which a task runs. */
const MAIN = ['main', 'base'];

/** The kubelet removes a log with its pod. A second name keeps it. */
function keepLogs(): void {
  const kept = new Set<string>();
  setInterval(() => {
    for (const folder of readdirSync(podLogs)) {
      if (kept.has(folder)) continue;
      const [namespace = '', pod = ''] = folder.split('_');
      mkdirSync(join(keptLogs, namespace), { recursive: true });
      for (const container of MAIN)
        try {
          linkSync(join(podLogs, folder, container, '0.log'), join(keptLogs, namespace, pod));
          kept.add(folder);
        } catch {
          // It has not begun to write.
        }
    }
  }, 100);
}
