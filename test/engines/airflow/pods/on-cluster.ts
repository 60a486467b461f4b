import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect as connectTo, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env as ours } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { emitFlow } from '../../../../src/cli/emit.ts';
import { diskHost } from '../../../../src/cli/project.ts';
import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import { codeKey } from '../../../../src/runtime/store/layout.ts';
import { openStore } from '../../../../src/runtime/store/open.ts';
import type { Store } from '../../../../src/runtime/store/store.ts';
import type { Cluster } from '../../argo/cluster/cluster.ts';
import { placesIn } from '../../argo/cluster/places.ts';
import { reachS3 } from '../../argo/reach-s3.ts';
import type { EngineFlow } from '../../engine.ts';
import { prepare, type Prepared } from '../../prepare.ts';
import type { Proxy } from '../../s3/proxy.ts';
import { installAirflow, type Installation } from '../installation.ts';
import type { KeptProcesses } from '../../kept-process.ts';
import { startRunner, type DagEnd } from '../runner.ts';
import { importSidecar } from './sidecar-image.ts';
import { variablesOf, watchPods, type Pod, type PodWatch } from './watch.ts';

// Airflow whose tasks are pods: DAG files as flowc writes them, run by the real Airflow on this machine, whose operator asks the API server of the cluster for pods. A namespace
// and a datastore of their own; S3 and the image of the tasks are the cluster's.

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

const FLOWS = 'test/engines/airflow/pods/flows';

const WARM_UP = fileURLToPath(new URL('warm-up.py', import.meta.url));

/** Seconds to read a DAG file in, on a machine whose cores are all busy. */
const PATIENCE = { AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT: '600' };

const DATASTORE_SECRET = 'datastore';

/** A flow that was brought there. */
export interface Placed {
  readonly flow: EngineFlow;
  readonly prepared: Prepared;
  /** The DAG file. */
  readonly text: string;
}

export type Given = Pick<EngineFlow, 'settings' | 'parameters'>;

export interface AirflowRun extends Placed {
  readonly end: DagEnd;
  readonly pods: readonly Pod[];
}

export class AirflowOnCluster {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** `s3://bucket/prefix`. */
  readonly datastore: string;
  readonly store: Store;
  readonly installation: Installation;
  /** The environment of this machine's programs that reach the datastore. */
  readonly env: Readonly<Record<string, string>>;
  readonly #proxy: Proxy;
  readonly #api: Server;
  readonly #watch: PodWatch;
  readonly #runners: KeptProcesses[] = [];

  static async begin(cluster: Cluster, name: string): Promise<AirflowOnCluster> {
    const namespace = `${name}-${Math.random().toString(36).slice(2, 7)}`;
    const installation = await installAirflow('airflow');
    const { proxy, credentials, env } = await reachS3(cluster);
    await cluster.createNamespace(namespace);
    await importSidecar(cluster, installation);
    const { folder, token } = cluster.address;
    const { api: socket } = placesIn(folder);
    const datastore = `s3://${cluster.s3.bucket}/${namespace}`;
    const here = new AirflowOnCluster({
      ...{ cluster, namespace, datastore, env, installation },
      store: await openStore(datastore, env),
      proxy,
      api: await portTo(socket),
      watch: await watchPods(socket, token, namespace),
    });
    await here.create('secrets', DATASTORE_SECRET, {
      stringData: { ...credentials, AWS_ENDPOINT_URL_S3: cluster.s3.endpointInPods },
    });
    return here;
  }

  private constructor(
    given: Pick<AirflowOnCluster, 'cluster' | 'namespace' | 'datastore' | 'store' | 'env' | 'installation'> & {
      readonly proxy: Proxy;
      readonly api: Server;
      readonly watch: PodWatch;
    },
  ) {
    this.cluster = given.cluster;
    this.namespace = given.namespace;
    this.datastore = given.datastore;
    this.store = given.store;
    this.env = given.env;
    this.installation = given.installation;
    this.#proxy = given.proxy;
    this.#api = given.api;
    this.#watch = given.watch;
  }

  async end(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.stop()));
    this.#watch.stop();
    this.#api.close();
    await this.store.close();
    await this.#proxy.close();
  }

  /** The address of objects of the namespace: `core('pods')`. */
  core(kind: string): string {
    return `/api/v1/namespaces/${this.namespace}/${kind}`;
  }

  async create(kind: string, name: string, rest: object): Promise<void> {
    await this.cluster.request('POST', this.core(kind), { metadata: { name }, ...rest });
  }

  /** A service account that may do this and no more, and the token of it. */
  async account(name: string, rules: readonly object[]): Promise<string> {
    const { namespace } = this;
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    await this.create('serviceaccounts', name, {});
    await this.cluster.request('POST', `${rbac}/roles`, { metadata: { name }, rules });
    await this.cluster.request('POST', `${rbac}/rolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
    const asked = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const url = this.core(`serviceaccounts/${name}/token`);
    return (await this.cluster.request<{ status: { token: string } }>('POST', url, asked)).status.token;
  }

  /** Waits until a step in the pod of a task has written something. */
  async begun(task: string): Promise<Pod> {
    for (;;) {
      const pod = this.pods().find(({ metadata }) => metadata.labels['task_id'] === task);
      if (pod !== undefined && (await this.cluster.podLog(this.namespace, pod.metadata.name)) !== '') return pod;
      await sleep(200);
    }
  }

  pods(): readonly Pod[] {
    return this.#watch.pods();
  }

  /** Compiles a flow of flows/ and puts its code into the datastore. */
  async place(file: string, name: string, { settings = {}, parameters = {} }: Given = {}): Promise<Placed> {
    const path = `${FLOWS}/${file}`;
    const entry = { file: path, flow: name };
    const flow: EngineFlow = { file: path, root: repository, host: diskHost(repository), entry, settings, parameters };
    const prepared = await prepare(flow);
    await this.store.putIfAbsent(codeKey(prepared.id), prepared.bytes);
    const sink = new Diagnostics();
    const { image } = this.cluster;
    const own = {
      image,
      imagePullPolicy: 'Never',
      datastore: this.datastore,
      datastoreSecret: DATASTORE_SECRET,
    } as const;
    const [dag] = emitFlow(prepared.graph, 'airflow', { ...own, ...settings }, sink, {
      delivery: 'datastore',
      id: prepared.id,
    });
    if (dag === undefined)
      throw new Error(
        `${name} was not compiled: ${sink
          .sorted()
          .map(({ message }) => message)
          .join('; ')}`,
      );
    return { flow, prepared, text: dag.text };
  }

  /**
   * Runs DAGs to their ends, side by side, with the parameters that their flows were given.
   *
   * @param token - As whom Airflow asks the API server; else as its administrator.
   */
  async run(
    flows: readonly Placed[],
    on: (run: AirflowRun) => void,
    token = this.cluster.address.token,
  ): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'flowc-airflow-pods-'));
    const jobs = flows.map(({ flow, prepared, text }, index) => {
      const own = join(folder, String(index));
      const dags = join(own, 'dags');
      mkdirSync(dags, { recursive: true });
      writeFileSync(join(dags, 'dag.py'), text);
      const given = Object.entries(prepared.parameters).filter(([name]) => Object.hasOwn(flow.parameters ?? {}, name));
      const conf = Object.fromEntries(given);
      return {
        folder: own,
        dags,
        conf,
        env: { ...PATIENCE, AIRFLOW_CONN_KUBERNETES_DEFAULT: this.#connection(token) },
      };
    });
    const over = Promise.withResolvers<void>();
    let left = jobs.length;
    const options = { pool: jobs.length, warmUp: WARM_UP };
    const ended = (end: DagEnd): void => {
      const placed = flows[end.index];
      if (placed !== undefined) on({ ...placed, end, pods: this.#podsOf(end) });
      if (--left === 0) over.resolve();
    };
    const runner = startRunner(this.installation, jobs, folder, ours['PATH'] ?? '', ended, options);
    this.#runners.push(runner);
    const died = runner.ended.then((code) => {
      if (left > 0) throw new Error(`what runs the DAGs exited ${code}:\n${runner.said().slice(-4000)}`);
    });
    try {
      await Promise.race([over.promise, died]);
    } finally {
      await runner.stop();
    }
  }

  /** Airflow's own way to say where Kubernetes is: DAG files do not. */
  #connection(token: string): string {
    const { port } = this.#api.address() as AddressInfo;
    const cluster = { server: `https://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'flowc', cluster }],
      users: [{ name: 'airflow', user: { token } }],
      contexts: [{ name: 'flowc', context: { cluster: 'flowc', user: 'airflow' } }],
      'current-context': 'flowc',
    };
    const extra = { kube_config: JSON.stringify(kubeconfig), namespace: this.namespace };
    return JSON.stringify({ conn_type: 'kubernetes', extra });
  }

  #podsOf({ run }: DagEnd): readonly Pod[] {
    return this.pods().filter((pod) => variablesOf(pod)['FLOWC_RUN'] === run);
  }
}

/** A port of this machine that leads to a Unix socket, byte for byte: what is said there is TLS. */
async function portTo(socket: string): Promise<Server> {
  const server = createServer((near) => {
    const far = connectTo(socket);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => other.destroy()).pipe(other);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
