import { readdirSync, readFileSync } from 'node:fs';
import { environment, FlowSpec, kubernetes, parameter, resources, secrets, step, type KubernetesOptions } from 'flowc';
import { HOSTILE, VARIABLES } from '../../../argo/behaviour/flows/texts.ts';

// What stands between a text and a pod of Airflow's: Python, Jinja, which also takes the name of some files for their text, the kubelet and its `$(…)`, YAML and JSON.

const TEXTS = {
  ...VARIABLES,
  STATEMENT: '{% raw %}{{ run_id }}{% endraw %}',
  COMMENT: 'a{# b #}c',
  FILE: 'echo.sh',
  OTHER_FILE: '/etc/train/settings.json',
  CARRIAGE: 'a\r\nb\r',
  DOLLARS_AT_END: 'a$',
  NESTED: '$$(FLOWC_RUN) $$$$(A)',
};

const HOME = { name: 'keys', mountPath: '/etc/keys', readOnly: true, secret: { secretName: 'train-keys' } } as const;

@kubernetes({ labels: { team: 'ml' }, annotations: { note: 'a "note": {{ run_id }} ${x} # kept 👩‍🚀.sh' } })
export class PlacedFlow extends FlowSpec {
  readonly plain = parameter.string({ default: HOSTILE, help: HOSTILE });
  readonly dollar = parameter.string({ default: '$$(X)' });
  readonly given = parameter.string({ default: 'nothing' });
  readonly data = parameter.json<unknown>({ default: { '{{x}}': ['$(A)', null, '{{ y }}'] } });
  readonly count = parameter.integer({ default: 1 });
  readonly absent = parameter.string({ required: false });

  found!: unknown[];
  variables!: Record<string, string | undefined>;
  secret!: (string | undefined)[];

  @step
  start() {
    const { plain, dollar, given, data, count } = this;
    this.found = [plain, dollar, given, data, count, this.absent];
    this.next(this.train);
  }

  @environment({ vars: TEXTS })
  @secrets(['mail.smtp', 'warehouse/PASSWORD', 'pgPassword=warehouse/PASSWORD'])
  @resources({ cpu: '10m', memory: '256Mi', sharedMemory: '16Mi' })
  @kubernetes({
    serviceAccount: 'trainer',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [
      { key: 'spot', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 30 },
      { key: 'team', operator: 'Equal', value: 'ml', effect: 'PreferNoSchedule' },
    ],
    labels: { tier: 'gpu' },
    annotations: { 'prometheus.io/scrape': 'true' },
    volumes: [
      { name: 'scratch', mountPath: '/scratch', emptyDir: { sizeLimit: '1Gi' } },
      { name: 'memory', mountPath: '/dev/fast', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
      { name: 'settings', mountPath: '/etc/train', configMap: { name: 'train-settings' } },
      HOME,
    ],
    priorityClassName: 'first',
    securityContext: { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true, fsGroup: 2000 },
  } satisfies KubernetesOptions)
  @step
  train() {
    this.variables = Object.fromEntries(Object.keys(TEXTS).map((name) => [name, process.env[name]]));
    this.secret = [process.env['PASSWORD'], process.env['pgPassword']];
    if (process.env['KUBERNETES_SERVICE_HOST'] !== undefined) {
      const mounted = ['/scratch', '/dev/fast', '/etc/train', '/etc/keys', '/dev/shm'].map((path) => readdirSync(path));
      const file = readFileSync('/etc/train/settings.json', 'utf8');
      console.log(
        JSON.stringify({ mounted: mounted.map(visible), file, host: process.env['HOST'], uid: process.getuid?.() }),
      );
    }
    this.next(this.end);
  }

  @step
  end() {}
}

const visible = (names: readonly string[]): readonly string[] => names.filter((name) => !name.startsWith('..'));
