// A whole Kubernetes with Argo on this machine, for as long as whoever started it lives: etcd, API server, scheduler, kubelet, containerd, Argo's controller and
// an S3 server in namespaces of their own, with their state on a tmpfs inside. The host reaches them through Unix sockets in a temporary folder.

import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath, getuid, platform } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ADDRESS, type Bucket, RUNTIME_IMAGE, S3_PORT } from './daemons.ts';
import type { InsidePlan } from './inside.ts';
import { Kubernetes, type Method, type RequestOptions } from './kubernetes.ts';
import { createNamespace } from './objects.ts';
import { prepareParts, whyNoParts, writeImages } from './parts.ts';
import { placesIn, READY } from './places.ts';
import { versions } from './programs.ts';

/** How to reach a cluster that runs: plain data, for other processes of this machine. */
export interface ClusterAddress {
  /** The cluster's temporary folder. */
  readonly folder: string;
  readonly token: string;
  readonly s3: Bucket;
  /** Containerd's client. */
  readonly ctr: string;
  /** Where that looks for libraries first. */
  readonly libraries: string;
}

export interface Cluster {
  readonly address: ClusterAddress;
  readonly versions: typeof versions;
  /** The name of the image in which tasks run: what `flowc image` describes, without a code package. */
  readonly image: string;
  /** From the host by a Unix socket, from pods by HTTP. */
  readonly s3: Bucket & { readonly socket: string; readonly endpointInPods: string };
  /** One request to the API server, as its administrator unless a token is given. Rejects with KubernetesError where the answer is no 2xx. */
  request<T>(method: Method, path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  /** Creates the objects of a YAML text in a namespace, with strict validation of their fields. */
  apply(namespace: string, yaml: string): Promise<void>;
  /** A namespace with what kube-controller-manager would put into it. */
  createNamespace(name: string): Promise<void>;
  /** Makes an image (docker-archive tar) known to the node. */
  importImage(archive: string): Promise<void>;
  /** What a pod's main container wrote, whole and in order, also when the pod is gone; empty where it never began. */
  podLog(namespace: string, pod: string): Promise<string>;
  /** Ends the cluster, where this process started it; else only lets it go. */
  stop(): Promise<void>;
}

/** `say` is told how far it is. The cluster ends when this process does, however that comes. */
export async function startCluster(say: (line: string) => void): Promise<Cluster> {
  const { programs, tools } = await prepareParts(say);
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  const s3 = { accessKey: 'flowc', secretKey: secret(), bucket: 'datastore' };
  const address = { folder, token: secret(), s3, ctr: tools.ctr, libraries: tools.libraries };
  try {
    const images = await writeImages(folder, programs);
    return connect(address, await enterNamespaces({ folder, token: address.token, s3, programs, tools, images }, say));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const PREFIX = 'flowc-cluster-';

const secret = (): string => randomBytes(16).toString('hex');

/** Resolves when the cluster is ready. @returns What ends it. */
async function enterNamespaces(plan: InsidePlan, say: (line: string) => void): Promise<() => Promise<void>> {
  const { folder, programs, tools } = plan;
  const namespaces = ['--mount', '--net', '--pid', '--ipc', '--uts', '--fork', '--kill-child', '--mount-proc'];
  const inside = [execPath, fileURLToPath(new URL('inside.ts', import.meta.url)), JSON.stringify(plan)];
  const child = spawn('unshare', [...namespaces, programs.first, `${ADDRESS}/32`, folder, ...inside], {
    // Ctrl-C at a terminal reaches us alone, and our end the cluster.
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: withLibraries(tools.libraries),
  });
  const ended = once(child, 'close');
  const ready = new Promise<boolean>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => (line === READY ? resolve(true) : say(line)));
    ended.then(() => resolve(false), reject);
  });
  if (!(await ready)) throw new Error('The cluster ended before it was ready; why, it has said above');
  return async () => {
    child.stdin.end();
    await ended;
  };
}

const withLibraries = (folder: string): NodeJS.ProcessEnv =>
  folder === '' ? env : { ...env, LD_LIBRARY_PATH: folder };

/** Why no cluster can be had here, with the next step; undefined where it can. */
export async function whyNoCluster(): Promise<string | undefined> {
  if (platform !== 'linux') return 'A cluster needs Linux: run these tests there, or in a virtual machine.';
  if (getuid?.() !== 0) return 'A cluster needs root, for namespaces and cgroups: run these tests as root.';
  return whyNoParts();
}

/** A cluster that another process started. */
export function connect(address: ClusterAddress, stop = async (): Promise<void> => {}): Cluster {
  const { folder, token, s3, ctr, libraries } = address;
  const places = placesIn(folder);
  const kubernetes = new Kubernetes({ socketPath: places.api }, token);
  return {
    address,
    versions,
    image: RUNTIME_IMAGE,
    s3: { ...s3, socket: places.s3, endpointInPods: `http://${ADDRESS}:${S3_PORT}` },
    request: (method, path, body, options) => kubernetes.request(method, path, body, options),
    apply: (namespace, yaml) => kubernetes.apply(namespace, yaml),
    createNamespace: (name) => createNamespace(kubernetes, name),
    importImage: async (archive) => {
      const args = ['--address', places.containerd, '--namespace=k8s.io', 'images', 'import', archive];
      await promisify(execFile)(ctr, args, { env: withLibraries(libraries) });
    },
    podLog: (namespace, pod) => readPodLog(join(places.keptLogs, namespace, pod)),
    stop: async () => {
      kubernetes.close();
      await stop();
    },
  };
}

/** The lines of a log as containerd keeps it: `<time> <stdout|stderr> <F|P> <text>`, where `P` is a part of a line that goes on. */
async function readPodLog(path: string): Promise<string> {
  let log: string;
  try {
    log = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
  return log.replaceAll(
    /^\S+ \S+ ([FP])\S* (.*)\n/gm,
    (_, kind: string, text: string) => text + (kind === 'F' ? '\n' : ''),
  );
}
