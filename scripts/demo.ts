import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildAll } from './build.ts';

// `npm run demo`: compiles the examples to Argo, names the folder, and shows the graph of one.

const root = fileURLToPath(new URL('..', import.meta.url));
const OUT = 'demo';

await buildAll();
const examples = globSync('examples/*/flow.ts', { cwd: root }).toSorted();
const settings = ['--image', 'registry.example/flows:1', '--datastore', 's3://flows/demo', '--out', OUT];
flowc('compile', 'examples/*/flow.ts', '--target', 'argo', ...settings);
console.log(
  `\nThe manifests are in ${OUT}/, a folder for each flow: kubectl apply -k, Argo CD and Flux take one as it is.\n`,
);
flowc('graph', examples.at(-1) ?? 'examples');

function flowc(...args: readonly string[]): void {
  console.log(`$ flowc ${args.map((arg) => (arg.includes('*') ? `"${arg}"` : arg)).join(' ')}`);
  const { status } = spawnSync(process.execPath, ['bin/flowc.cjs', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 2);
}
