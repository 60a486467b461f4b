// What flowc itself costs in a pod: from the container's start to the step's own code, and from that code's end to the container's. The same pod starts Node
// with nothing to do beside each task, and what that takes is taken off. Tasks begin as cold as in pods of their own: what flowc keeps in /tmp is removed.
//
// Usage: node test/engines/argo/behaviour/overhead.ts [ROUNDS]

import { argv, stdout } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { load } from 'js-yaml';
import { startCluster } from '../cluster/cluster.ts';
import { Trial } from './trial.ts';

const STEPS = ['start', 'nothing', 'makes', 'reads', 'end'];

/** Runs in the pod, as plain JavaScript, and prints a line of JSON for each task. */
const MEASURE = `
const { spawnSync } = require('node:child_process');
const { readdirSync, rmSync } = require('node:fs');
const now = () => performance.timeOrigin + performance.now();
const [rounds, ...steps] = process.argv.slice(1);
for (let round = 0; round < Number(rounds); round++) {
  for (const step of steps) {
    for (const name of readdirSync('/tmp')) rmSync('/tmp/' + name, { recursive: true, force: true });
    const node = now();
    spawnSync('node', ['-e', '0']);
    const begin = now();
    const { stdout, stderr, status } = spawnSync('flowc-task', [step], {
      encoding: 'utf8',
      env: { ...process.env, FLOWC_RUN: process.env.FLOWC_RUN + '-' + round },
    });
    const end = now();
    const at = Object.fromEntries(stdout.trim().split('\\n').map((line) => line.split(' ')));
    if (status !== 0) throw new Error(step + ' answered ' + status + ': ' + stderr + stdout);
    console.log(JSON.stringify({ step, node: begin - node, before: at.begin - begin, after: end - at.end }));
  }
}`;

interface Measured {
  readonly step: string;
  /** All in ms. */
  readonly node: number;
  readonly before: number;
  readonly after: number;
}

interface Template {
  readonly spec: {
    readonly templateDefaults: {
      readonly container: {
        readonly image: string;
        readonly env: readonly { name: string; value?: string }[];
        readonly envFrom?: readonly object[];
      };
    };
  };
}

const rounds = argv[2] ?? '7';
const cluster = await startCluster((line) => void stdout.write(`${line}\n`));
try {
  const trial = await Trial.begin(cluster, 'overhead');
  const flows = await trial.deploy('overhead.ts');
  const { spec } = load(flows.get('overhead-flow')?.get('workflow-template.yaml') ?? '') as Template;
  const log = await measure(trial, spec.templateDefaults.container);
  const measured = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Measured);
  for (const step of STEPS)
    print(
      step,
      measured.filter((one) => one.step === step),
    );
  await trial.end();
} finally {
  await cluster.stop();
}

async function measure(
  trial: Trial,
  { image, env, envFrom = [] }: Template['spec']['templateDefaults']['container'],
): Promise<string> {
  const own = env.map((variable) => {
    if (variable.name === 'FLOWC_RUN') return { name: variable.name, value: 'overhead' };
    return variable.name === 'FLOWC_ENGINE' ? { name: variable.name, value: 'overhead' } : variable;
  });
  await trial.cluster.request('POST', trial.core('pods'), {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'overhead' },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'main',
          image,
          imagePullPolicy: 'Never',
          command: ['node', '-e', MEASURE, rounds, ...STEPS],
          env: own,
          envFrom,
        },
      ],
    },
  });
  for (;;) {
    await sleep(500);
    const { status } = await trial.cluster.request<{ status: { phase: string } }>('GET', trial.core('pods/overhead'));
    if (status.phase !== 'Succeeded' && status.phase !== 'Failed') continue;
    const log = await trial.cluster.podLog(trial.namespace, 'overhead');
    if (status.phase === 'Succeeded') return log;
    throw new Error(log);
  }
}

/** Median and least, beyond what Node takes to start and end. */
function print(step: string, measured: readonly Measured[]): void {
  const of = (pick: (one: Measured) => number): string => {
    const sorted = measured.map(pick).toSorted((a, b) => a - b);
    return `${sorted[sorted.length >> 1]?.toFixed(0)} (${sorted[0]?.toFixed(0)})`.padStart(12);
  };
  const beyond = of(({ node, before, after }) => before + after - node);
  stdout.write(
    `${step.padEnd(8)} node${of(({ node }) => node)}  before${of(({ before }) => before)}  after${of(({ after }) => after)}  beyond node${beyond} ms\n`,
  );
}
