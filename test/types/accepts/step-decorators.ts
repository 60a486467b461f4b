import {
  FlowSpec,
  batch,
  catchError,
  container,
  environment,
  kubernetes,
  resources,
  retry,
  secrets,
  step,
  timeout,
  type CaughtError,
  type Volume,
} from 'flowc';

const image = 'node:24-slim';
const labels = { team: 'search' } as const;
const names = ['warehouse', 'registry'] as const;

/** Every decorator of a step with every option. */
export class Full extends FlowSpec {
  error?: CaughtError;

  @retry({ times: 5, delay: '10s', backoff: 2, maxDelay: '5m', on: 'preemption' })
  @timeout('90m')
  @catchError()
  @resources({ cpu: '500m', memory: '4Gi', disk: '20Gi', gpu: 1, sharedMemory: '1Gi' })
  @environment({ vars: { LOG_LEVEL: 'debug' } })
  @secrets(names)
  @container({ image })
  @kubernetes({
    namespace: 'ml',
    serviceAccount: 'trainer',
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    tolerations: [
      { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' },
      { operator: 'Equal', key: 'spot', value: 'yes', effect: 'NoExecute', tolerationSeconds: 60 },
    ],
    labels: { ...labels, tier: 'batch' },
    annotations: { 'example.com/owner': 'me' },
    volumes: [
      { name: 'scratch', mountPath: '/scratch', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      { name: 'empty', mountPath: '/empty', emptyDir: {} },
      {
        name: 'data',
        mountPath: '/data',
        readOnly: true,
        subPath: 'v2',
        persistentVolumeClaim: { claimName: 'corpus' },
      },
      { name: 'conf', mountPath: '/etc/conf', configMap: { name: 'conf' } },
      { name: 'keys', mountPath: '/etc/keys', secret: { secretName: 'keys' } },
    ],
    imagePullPolicy: 'IfNotPresent',
    imagePullSecrets: ['registry'],
    priorityClassName: 'low',
    runtimeClassName: 'nvidia',
    securityContext: {
      runAsUser: 1000,
      runAsGroup: 1000,
      runAsNonRoot: true,
      fsGroup: 1000,
      readOnlyRootFilesystem: true,
    },
  })
  @batch({ queue: 'gpu', jobRole: 'arn:aws:iam::1:role/job', executionRole: 'arn:aws:iam::1:role/exec' })
  @step
  start() {
    console.log(this.error?.message, this.error?.stack, this.error?.attempt);
    this.next(this.end);
  }
  @step
  end() {}
}

/** All of them on a flow, and the options that may be left out. */
@retry()
@timeout('1h')
@catchError({ artifact: 'failure' })
@resources({ cpu: 0.5 })
@environment({ vars: {} })
@secrets([])
@container({ image })
@kubernetes({ labels })
@batch({ queue: 'all' })
export class OnFlow extends FlowSpec {
  failure: CaughtError | undefined;

  @retry({ times: 0 })
  @catchError({ artifact: 'failure' })
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

/** The caught error may be declared as always there: flowc says where it is not. */
export class DeclaredError extends FlowSpec {
  error!: CaughtError;

  @catchError({})
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}

/** Volumes shared by steps. */
const volumes: readonly Volume[] = [{ name: 'tmp', mountPath: '/tmp', emptyDir: {} }];

export class SharedVolumes extends FlowSpec {
  @kubernetes({ volumes })
  @step
  start() {
    this.next(this.end);
  }
  @step
  end() {}
}
