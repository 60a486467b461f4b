import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eachBounded } from '../../../src/runtime/shim/bounded.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { Engine, EngineEvent, EngineFlow, EngineRun } from '../engine.ts';
import { recordRun, type RecordedRun } from '../recorded-run.ts';
import { startCluster, type Cluster } from './cluster/cluster.ts';
import { KubernetesError } from './cluster/kubernetes.ts';
import { LAST } from './cluster/objects.ts';
import { versions } from './cluster/programs.ts';
import { deploy, type Deployed, type Place } from './deploy.ts';
import { reachS3 } from './reach-s3.ts';
import { failureOf, startedBy, type Workflow } from './workflow.ts';

// Argo Workflows on a real Kubernetes: all flows are submitted at once, each by a Workflow that names its template and no more, and one question a second
// asks for all of them which are over. Pods of the flows that were given first go first: who gives the longest first waits for no long row at the end.

const ARGO = '/apis/argoproj.io/v1alpha1';

/** A label of the runs whose end is awaited; the value is the engine's own. */
const AWAITED = 'flowc.dev/awaited-by';

/** Flows that are deployed at a time. */
const SIDE_BY_SIDE = 4;

/** As records know it. */
export const argo = {
  id: 'argo',
  title: 'Argo Workflows',
  version: `${versions.argo}, Kubernetes ${versions.kubernetes}`,
} as const;

export async function startArgo(say: (line: string) => void): Promise<Engine> {
  return argoOn(await startCluster(say));
}

/** On a cluster that runs; what stops the engine lets go of it. */
export async function argoOn(cluster: Cluster): Promise<Engine> {
  const { proxy, ...access } = await reachS3(cluster);
  const session = new Session({ cluster, ...access });
  return {
    ...argo,
    run: (flows, on) => session.run(flows, on),
    stop: async () => {
      await proxy.close();
      await cluster.stop();
    },
  };
}

/** A run that was submitted, and its end. */
interface Submitted {
  readonly at: number;
  readonly deployed: Deployed;
  readonly over: PromiseWithResolvers<Workflow>;
}

/** By the uid of the Workflow; what is over is taken out. */
type Running = Map<string, Submitted>;

class Session {
  readonly #place: Place;
  readonly #id = randomBytes(3).toString('hex');
  #flows = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  async run(flows: readonly EngineFlow[], on: (event: EngineEvent) => void): Promise<readonly EngineRun[]> {
    const running: Running = new Map();
    const runs: Promise<EngineRun>[] = [];
    const work = eachBounded(flows.length, SIDE_BY_SIDE, async (index) => {
      const flow = flows[index];
      if (flow === undefined) return;
      const turn = LAST[Math.floor((LAST.length * index) / flows.length)];
      const submitted = await this.#submit(flow, running, turn).catch(refused);
      const run = 'run' in submitted ? Promise.resolve(submitted) : this.#ended(submitted);
      runs[index] = run.then((ended) => {
        on({ kind: 'ended', index, run: ended });
        return ended;
      });
      // Thrown below, once all are submitted.
      runs[index].catch(() => undefined);
    }).then(() => Promise.all(runs));
    const over = new AbortController();
    const failed = Promise.withResolvers<never>();
    void this.#watch(running, over.signal, (text) => on({ kind: 'note', text })).catch(failed.reject);
    return Promise.race([work, failed.promise]).finally(() => over.abort());
  }

  async #submit(flow: EngineFlow, running: Running, turn: (typeof LAST)[number] | undefined): Promise<Submitted> {
    const deployed = await deploy(flow, `f${this.#flows++}-${this.#id}`, this.#place);
    const { name } = deployed.template.metadata;
    const parameters = Object.entries(flow.parameters ?? {}).map(([parameter, value]) => ({ name: parameter, value }));
    const submitted = { at: performance.now(), deployed, over: Promise.withResolvers<Workflow>() };
    const url = `${ARGO}/namespaces/${deployed.namespace}/workflows`;
    const { metadata } = await this.#place.cluster.request<Workflow>('POST', url, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { generateName: `${name}-`, labels: { [AWAITED]: this.#id } },
      spec: {
        workflowTemplateRef: { name },
        podPriorityClassName: turn,
        ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
      },
    });
    running.set(metadata.uid, submitted);
    return submitted;
  }

  async #watch(running: Running, signal: AbortSignal, say: (text: string) => void): Promise<void> {
    for (let seconds = 1; ; seconds++) {
      await sleep(1000);
      if (signal.aborted) return;
      await this.#tellOver(running).catch(unlessBusy);
      if (seconds % 30 !== 0) continue;
      const names = [...running.values()].map(({ deployed }) => deployed.template.metadata.name);
      say(`${names.length} still run: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', …' : ''}`);
    }
  }

  /** Each run that is over loses its label, so that no answer grows with the runs before. */
  async #tellOver(running: Running): Promise<void> {
    const { cluster } = this.#place;
    const selector = encodeURIComponent(`workflows.argoproj.io/completed=true,${AWAITED}=${this.#id}`);
    const url = `${ARGO}/workflows?labelSelector=${selector}&resourceVersion=0`;
    const { items } = await cluster.request<{ items: readonly Workflow[] }>('GET', url);
    for (const workflow of items) {
      const { namespace, name, uid } = workflow.metadata;
      const run = running.get(uid);
      // Over before its submission was answered: next time.
      if (run === undefined) continue;
      const path = `${ARGO}/namespaces/${namespace}/workflows/${name}`;
      await cluster.request('PATCH', path, { metadata: { labels: { [AWAITED]: null } } });
      running.delete(uid);
      run.over.resolve(workflow);
    }
  }

  async #ended({ at, deployed, over }: Submitted): Promise<EngineRun> {
    const workflow = await over.promise;
    const seconds = (performance.now() - at) / 1000;
    const phase = workflow.status?.phase === 'Succeeded' ? 'succeeded' : 'failed';
    return {
      phase,
      ...(phase === 'failed' ? { message: failureOf(workflow) } : {}),
      seconds,
      started: startedBy(workflow, deployed.template),
      run: await this.#record(workflow, deployed, phase),
    };
  }

  async #record({ metadata }: Workflow, deployed: Deployed, phase: EngineRun['phase']): Promise<RecordedRun> {
    const store = await openStore(deployed.datastore, this.#place.env);
    const run = `${metadata.name}-${metadata.uid.slice(0, 8)}`;
    try {
      const { tasks, status } = await recordRun(store, { flow: deployed.prepared.plan.flow, run });
      // The datastore alone does not know of a run that came to its end without success.
      return { status: phase === 'failed' ? 'failed' : status, tasks };
    } catch (error) {
      // Not one of its pods came as far as to begin it.
      if (phase === 'failed') return { status: 'failed', tasks: [] };
      throw error;
    } finally {
      await store.close();
    }
  }
}

/** An API server that has too much to do answers another time. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof KubernetesError) || error.status < 500) throw error;
}

/** The run of a flow that could not be submitted. */
const refused = (error: unknown): EngineRun => ({
  phase: 'failed',
  message: `not submitted: ${error instanceof Error ? error.message : String(error)}`,
  seconds: 0,
  started: [],
  run: { status: 'failed', tasks: [] },
});
