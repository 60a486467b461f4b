// How each process of the cluster is started: its flags and its configuration. All state lies under /run, which is a tmpfs of the cluster's own.

import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Tools } from './tools.ts';

/** The service address of Kubernetes, on the namespaces' own loopback: nothing needs kube-proxy. */
export const ADDRESS = '10.96.0.1';
export const NODE = 'flowc';
export const PAUSE_IMAGE = 'localhost/pause:flowc';
export const EXECUTOR_IMAGE = 'localhost/argoexec:flowc';
export const RUNTIME_IMAGE = 'localhost/flowc:test';
export const CONTROLLER_NAMESPACE = 'argo';

/**
 * Variables with which Argo's executor, of which each pod starts three, starts in half the time. What ends so soon has nothing to gain from collecting garbage; and
 * the kubectl in it reads its translations at every start, of which this language has the fewest: by default it takes a third of the time.
 */
export const QUICK_EXECUTOR: Readonly<Record<string, string>> = { GOGC: 'off', LC_MESSAGES: 'fr_FR.UTF-8' };
export const S3_PORT = 9000;
/** That the API server makes for itself. */
export const CERTIFICATE = '/run/certificates/apiserver.crt';
const KUBECONFIG = '/run/admin.kubeconfig';
const ETCD = 'http://127.0.0.1:2379';
const ETCD_PEER = 'http://127.0.0.1:2380';

/** What is started: arguments, and environment variables beside our own. */
export interface Daemon {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

export const etcd = (hyperkube: string): Daemon => ({
  name: 'etcd',
  command: [
    ...([hyperkube, 'etcd', '--data-dir=/run/etcd', '--unsafe-no-fsync'] as const),
    ...[`--listen-client-urls=${ETCD}`, `--advertise-client-urls=${ETCD}`],
    ...[
      `--listen-peer-urls=${ETCD_PEER}`,
      `--initial-advertise-peer-urls=${ETCD_PEER}`,
      `--initial-cluster=default=${ETCD_PEER}`,
    ],
  ],
});

export interface Keys {
  /** PEM, of service accounts' tokens. */
  readonly privateKey: string;
  readonly publicKey: string;
  /** The administrator's. */
  readonly token: string;
}

/** A dozen events a pod would be a third of all writes, and nobody reads them. */
const FEW_EVENTS = {
  apiVersion: 'eventratelimit.admission.k8s.io/v1alpha1',
  kind: 'Configuration',
  limits: [{ type: 'Server', qps: 1, burst: 1 }],
};

export function apiServer(hyperkube: string, { privateKey, publicKey, token }: Keys): Daemon {
  writeFileSync('/run/service-account.key', privateKey, { mode: 0o600 });
  writeFileSync('/run/service-account.pub', publicKey);
  writeFileSync('/run/tokens.csv', `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  writeJson(KUBECONFIG, {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'flowc', cluster: { server: `https://${ADDRESS}`, 'certificate-authority': CERTIFICATE } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'flowc', context: { cluster: 'flowc', user: 'admin' } }],
    'current-context': 'flowc',
  });
  writeJson('/run/admission.json', {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AdmissionConfiguration',
    plugins: [{ name: 'EventRateLimit', configuration: FEW_EVENTS }],
  });
  return {
    name: 'apiserver',
    command: [
      ...([
        hyperkube,
        'apiserver',
        `--etcd-servers=${ETCD}`,
        '--secure-port=443',
        `--bind-address=${ADDRESS}`,
      ] as const),
      ...[
        `--advertise-address=${ADDRESS}`,
        '--endpoint-reconciler-type=none',
        '--service-cluster-ip-range=10.96.0.0/24',
      ],
      ...['--cert-dir=/run/certificates', '--service-account-issuer=https://kubernetes.default.svc'],
      ...[
        '--service-account-signing-key-file=/run/service-account.key',
        '--service-account-key-file=/run/service-account.pub',
      ],
      ...['--token-auth-file=/run/tokens.csv', '--authorization-mode=RBAC'],
      // Without a node controller a new node would keep its taint.
      ...[
        '--disable-admission-plugins=TaintNodesByCondition',
        '--max-requests-inflight=0',
        '--max-mutating-requests-inflight=0',
      ],
      '--enable-priority-and-fairness=false',
      ...['--enable-admission-plugins=EventRateLimit', '--admission-control-config-file=/run/admission.json'],
      // The scheduler then writes its events into the group that is limited.
      '--runtime-config=events.k8s.io/v1=false',
      // Nobody here knows the node by its name. Argo stops pods by way of the kubelet.
      '--kubelet-preferred-address-types=InternalIP',
    ],
  };
}

export const scheduler = (hyperkube: string): Daemon => {
  writeJson('/run/scheduler.json', {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: false },
    // Enough for two pods a second. Of each that waits it would tell, again and again, and its events were half of all requests.
    clientConnection: { kubeconfig: KUBECONFIG, qps: 10, burst: 100 },
    podInitialBackoffSeconds: 1,
    podMaxBackoffSeconds: 1,
  });
  return { name: 'scheduler', command: [hyperkube, 'scheduler', '--config=/run/scheduler.json', '--secure-port=0'] };
};

export function containerd({ containerd, runtime, plugins }: Tools, socket: string): Daemon {
  writeFileSync(
    '/run/containerd.toml',
    `version = 2
root = "/run/containerd/root"
state = "/run/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "${socket}"
[plugins."io.containerd.internal.v1.opt"]
  path = "/run/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "${runtime}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${plugins}"
    conf_dir = "/run/cni"
`,
  );
  writeJson('/run/cni/pods.conflist', {
    cniVersion: '0.4.0',
    name: 'flowc',
    plugins: [
      {
        type: 'bridge',
        bridge: 'pods',
        isGateway: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: '10.88.0.0/16' }]],
          routes: [{ dst: '0.0.0.0/0' }],
          dataDir: '/run/cni-addresses',
        },
      },
    ],
  });
  return { name: 'containerd', command: [containerd, '--config=/run/containerd.toml'] };
}

export function kubelet(hyperkube: string, socket: string, podLogsDir: string): Daemon {
  writeJson('/run/kubelet.json', {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    containerRuntimeEndpoint: `unix://${socket}`,
    authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
    authorization: { mode: 'AlwaysAllow' },
    cgroupDriver: 'cgroupfs',
    cgroupsPerQOS: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    failCgroupV1: false,
    makeIPTablesUtilChains: false,
    localStorageCapacityIsolation: false,
    registryPullQPS: 0,
    kubeAPIQPS: 1_000,
    kubeAPIBurst: 2_000,
    // None at all it cannot be told: 0 is no limit.
    eventRecordQPS: 1,
    eventBurst: 1,
    // Each that runs holds a copy of Argo's executor, a hundred megabytes of the tmpfs, and more at once take longer in sum; fewer leave the cores idle.
    maxPods: 10 * availableParallelism(),
    evictionHard: { 'memory.available': '50Mi' },
    imageGCHighThresholdPercent: 100,
    // A log is one file, which a link keeps.
    containerLogMaxSize: '1Gi',
    podLogsDir,
    volumePluginDir: '/run/volume-plugins',
  });
  return {
    name: 'kubelet',
    command: [
      ...([
        hyperkube,
        'kubelet',
        `--kubeconfig=${KUBECONFIG}`,
        '--config=/run/kubelet.json',
        '--root-dir=/run/kubelet',
      ] as const),
      ...[`--hostname-override=${NODE}`, `--node-ip=${ADDRESS}`, '--cert-dir=/run/kubelet-certificates'],
    ],
  };
}

export interface Bucket {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
}

export function s3(versitygw: string, addresses: readonly string[], { accessKey, secretKey }: Bucket): Daemon {
  return {
    name: 's3',
    command: [
      versitygw,
      ...['--quiet', '--keep-alive', ...addresses.map((address) => `--port=${address}`)],
      ...['posix', '--sidecar=/run/s3/sidecar', '/run/s3/buckets'],
    ],
    env: { ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey },
  };
}

export const controller = (workflowController: string): Daemon => ({
  name: 'workflow-controller',
  command: [
    ...([workflowController, `--kubeconfig=${KUBECONFIG}`, `--namespace=${CONTROLLER_NAMESPACE}`] as const),
    ...[
      `--executor-image=${EXECUTOR_IMAGE}`,
      '--executor-image-pull-policy=Never',
      '--qps=1000',
      '--burst=2000',
      '--loglevel=warn',
    ],
  ],
  env: { ARGO_NAMESPACE: CONTROLLER_NAMESPACE, LEADER_ELECTION_DISABLE: 'true', DEFAULT_REQUEUE_TIME: '3s' },
});

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, undefined, 2));
}
