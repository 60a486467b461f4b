import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.ts';

// `npm run demo`: shows the graph of an example, runs it here, looks at what it left, compiles all examples to Argo, Airflow and Step Functions, and writes the image that they run in.

const root = fileURLToPath(new URL('..', import.meta.url));
const OUT = 'demo';

await buildAll();
const example = 'examples/train-sweep/flow.ts';
flowc('graph', example);
flowc('run', example);
flowc('show', 'TrainSweepFlow/latest');
flowc('get', 'TrainSweepFlow/latest/end/leaderboard');
const settings = [
  '--image',
  'registry.example/flows:1',
  '--datastore',
  's3://flows/demo',
  '--code',
  'image',
  '--out',
  OUT,
];
flowc('compile', 'examples/*/flow.ts', '--target', 'argo', ...settings);
flowc('compile', 'examples/*/flow.ts', '--target', 'airflow', ...settings.slice(0, -1), `${OUT}/dags`);
flowc(
  'compile',
  'examples/*/flow.ts',
  '--target',
  'step-functions',
  '--batch-queue',
  'flows',
  ...settings.slice(0, -1),
  `${OUT}/aws`,
);
flowc('image', 'examples/*/flow.ts', '--out', `${OUT}/image`);
console.log(
  `For Argo the manifests are in ${OUT}/, a folder for each flow: kubectl apply -k, Argo CD and Flux take one as it is. For Airflow the DAG files are in ${OUT}/dags. For AWS the CloudFormation templates are in ${OUT}/aws, a folder for each flow.`,
);

function flowc(...args: readonly string[]): void {
  console.log(`$ flowc ${args.map((arg) => (arg.includes('*') ? `"${arg}"` : arg)).join(' ')}`);
  const { status } = spawnSync(process.execPath, ['bin/flowc.cjs', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 2);
  console.log();
}
