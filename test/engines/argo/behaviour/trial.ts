import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { diskHost } from '../../../../src/cli/project.ts';
import { openStore } from '../../../../src/runtime/store/open.ts';
import type { Store } from '../../../../src/runtime/store/store.ts';
import { flowc } from '../../../unit/cli/run.ts';
import { builtShim } from '../../local/built-shim.ts';
import { prepare } from '../../prepare.ts';
import type { Proxy } from '../../s3/proxy.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { KubernetesError } from '../cluster/kubernetes.ts';
import { deliver } from '../deliver.ts';
import { reachS3 } from '../reach-s3.ts';
import { TrialRun, type Workflow } from './trial-run.ts';

// What a test on the cluster works with: a namespace and a datastore of its own, flows that the command line has compiled and pushed, as a user does, and
// runs of them. Flows lie in flows/, several to a file.

export const repository = fileURLToPath(new URL('../../../../', import.meta.url));

const flowsFolder = relative(repository, fileURLToPath(new URL('flows/', import.meta.url)));

/** Files of one object each, as `flowc compile` leaves them in a flow's folder: text by name. */
export type Manifests = ReadonlyMap<string, string>;

/** The secret that `datastoreSecret` names. */
const DATASTORE_SECRET = 'datastore';

const ARGO = '/apis/argoproj.io/v1alpha1';

/** A label of runs of which it was told that they are over. */
const TOLD = 'flowc.dev/told';

export class Trial {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** `s3://bucket/prefix`. */
  readonly datastore: string;
  readonly store: Store;
  /** The environment in which `flowc` on this machine reaches the cluster's S3. */
  readonly env: Readonly<Record<string, string>>;
  readonly #proxy: Proxy;
  readonly #runs = new Map<string, (workflow: Workflow) => void>();
  readonly #watch: Promise<void>;
  #watching = true;

  static async begin(cluster: Cluster, name: string): Promise<Trial> {
    const { s3 } = cluster;
    const namespace = `${name}-${Math.random().toString(36).slice(2, 7)}`;
    const { proxy, credentials, env } = await reachS3(cluster);
    const datastore = `s3://${s3.bucket}/${namespace}`;
    const store = await openStore(datastore, env);
    await cluster.createNamespace(namespace);
    const trial = new Trial({ cluster, namespace, datastore, store, env, proxy });
    await trial.secret(DATASTORE_SECRET, { ...credentials, AWS_ENDPOINT_URL_S3: s3.endpointInPods });
    return trial;
  }

  private constructor(given: Pick<Trial, 'cluster' | 'namespace' | 'datastore' | 'store' | 'env'> & { proxy: Proxy }) {
    this.cluster = given.cluster;
    this.namespace = given.namespace;
    this.datastore = given.datastore;
    this.store = given.store;
    this.env = given.env;
    this.#proxy = given.proxy;
    this.#watch = this.#look();
  }

  async end(): Promise<void> {
    this.#watching = false;
    await this.#watch;
    await this.store.close();
    await this.#proxy.close();
  }

  /** The address of objects of the namespace: `core('pods')`. */
  core(kind: string): string {
    return `/api/v1/namespaces/${this.namespace}/${kind}`;
  }

  argo(kind: string): string {
    return `${ARGO}/namespaces/${this.namespace}/${kind}`;
  }

  async secret(name: string, stringData: Readonly<Record<string, string>>): Promise<void> {
    await this.cluster.request('POST', this.core('secrets'), { metadata: { name }, stringData });
  }

  /** Runs a command line of flowc in the repository, and throws where it fails. */
  async flowc(...argv: readonly string[]): Promise<string> {
    const env = { ...this.env, FLOWC_DATASTORE: this.datastore };
    const { code, out, err } = await flowc(repository, argv, { env, shim: await builtShim() });
    if (code !== 0) throw new Error(`flowc ${argv.join(' ')} answered ${code}: ${err}${out}`);
    return out;
  }

  /** Compiles a file of flows/: manifests by the name of the template. */
  async compile(file: string, ...settings: readonly string[]): Promise<ReadonlyMap<string, Manifests>> {
    const out = await mkdtemp(join(tmpdir(), 'flowc-manifests-'));
    try {
      const fixed = [
        '--target',
        'argo',
        '--out',
        out,
        '--datastore-secret',
        DATASTORE_SECRET,
        '--image-pull-policy',
        'Never',
      ];
      const image = settings.includes('--image') ? [] : ['--image', this.cluster.image];
      await this.flowc('compile', `${flowsFolder}/${file}`, ...fixed, ...image, ...settings);
      const folders = await readdir(out);
      return new Map(await Promise.all(folders.map(async (name) => [name, await read(join(out, name))] as const)));
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  }

  /** Puts the code of a file's flows into the datastore. */
  async push(file: string): Promise<void> {
    await this.flowc('push', `${flowsFolder}/${file}`);
  }

  /** Creates the objects of a flow. */
  async apply(manifests: Manifests): Promise<void> {
    for (const text of manifests.values()) await this.cluster.apply(this.namespace, text);
  }

  /** Makes an image with the code of a flow known to the node, and answers with its name. */
  async imageWith(file: string, flow: string): Promise<string> {
    const path = `${flowsFolder}/${file}`;
    const entry = { file: path, flow };
    const prepared = await prepare({ file: path, root: repository, host: diskHost(repository), entry });
    const place = { cluster: this.cluster, credentials: {}, env: this.env };
    return (await deliver(prepared, 'image', this.datastore, place)).image;
  }

  /** Compiles and applies one flow, and pushes nothing. */
  async applyOnly(flow: string, ...settings: readonly string[]): Promise<Manifests> {
    const [manifests] = (await this.compile(flow, ...settings)).values();
    if (manifests === undefined) throw new Error(`${flow} was not compiled`);
    await this.apply(manifests);
    return manifests;
  }

  /** Compiles, pushes and applies all flows of a file. */
  async deploy(
    file: string,
    change: (text: string) => string = (text) => text,
  ): Promise<ReadonlyMap<string, Manifests>> {
    const flows = await this.compile(file);
    await this.push(file);
    for (const manifests of flows.values()) {
      await this.apply(new Map([...manifests].map(([name, text]) => [name, change(text)])));
    }
    return flows;
  }

  /** Starts a run of a WorkflowTemplate, as `argo submit --from` does. */
  async submit(template: string, parameters: Readonly<Record<string, string>> = {}, name?: string): Promise<TrialRun> {
    const given = Object.entries(parameters).map(([parameter, value]) => ({ name: parameter, value }));
    return this.create({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: name === undefined ? { generateName: `${template}-` } : { name },
      spec: {
        workflowTemplateRef: { name: template },
        ...(given.length === 0 ? {} : { arguments: { parameters: given } }),
      },
    });
  }

  /** @param token - Of the service account that creates it; else the administrator does. */
  async create(workflow: object, token?: string): Promise<TrialRun> {
    const options = token === undefined ? {} : { token };
    const { metadata } = await this.cluster.request<Workflow>('POST', this.argo('workflows'), workflow, options);
    return this.follow(metadata);
  }

  /** A run that somebody has started. */
  follow(metadata: Workflow['metadata']): TrialRun {
    const { promise, resolve } = Promise.withResolvers<Workflow>();
    this.#runs.set(metadata.uid, resolve);
    return new TrialRun(this, metadata, promise);
  }

  /** A token of a service account's, as its pods get. */
  async token(account: string): Promise<string> {
    const kind = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const url = this.core(`serviceaccounts/${account}/token`);
    const { status } = await this.cluster.request<{ status: { token: string } }>('POST', url, kind);
    return status.token;
  }

  /** What the program of a pod wrote. Beside it Argo's own, which started it, says when that ended. */
  async log(pod: string): Promise<string> {
    const log = await this.cluster.podLog(this.namespace, pod);
    return log.replaceAll(/^time=\S+ level=\w+ msg=.* argo=true.*\n/gm, '').replace(/Error: exit status \d+\n$/, '');
  }

  /** Asks once for all runs of the namespace which of them are over. Those that are told get a label, so that no answer grows with the runs before. */
  async #look(): Promise<void> {
    const selector = encodeURIComponent(`workflows.argoproj.io/completed=true,!${TOLD}`);
    const over = `${this.argo('workflows')}?labelSelector=${selector}&resourceVersion=0`;
    while (this.#watching) {
      const { items } = await this.cluster.request<{ items: readonly Workflow[] }>('GET', over);
      for (const workflow of items) {
        const { uid, name } = workflow.metadata;
        const tell = this.#runs.get(uid);
        // Nobody has asked for it yet.
        if (tell === undefined) continue;
        this.#runs.delete(uid);
        tell(workflow);
        const label = { metadata: { labels: { [TOLD]: 'true' } } };
        await this.cluster.request('PATCH', this.argo(`workflows/${name}`), label).catch(unlessGone);
      }
      await sleep(1000);
    }
  }
}

/** A test may have deleted the run. */
function unlessGone(error: unknown): void {
  if (!(error instanceof KubernetesError) || error.status !== 404) throw error;
}

/** In the order in which they are applied. */
async function read(folder: string): Promise<Manifests> {
  const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const { resources } = load(await text('kustomization.yaml')) as { readonly resources: readonly string[] };
  return new Map(await Promise.all(resources.map(async (name) => [name, await text(name)] as const)));
}
