// The first stage of every npm script: on a fresh clone, with any Node from 18, it installs what package-lock.json names and goes on with
// the Node that the repository pins. Plain JavaScript on Node's own modules, as nothing else is there yet.
//
// Usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const windows = process.platform === 'win32';

if (!isInstalled()) install();

const node = nodeToUse();
const [script = '', ...rest] = process.argv.slice(2);
const result = spawnSync(node, [join(root, script), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
});
if (result.error) throw result.error;
process.exit(result.status ?? 128 + (constants.signals[result.signal ?? 'SIGTERM'] ?? 0));

/** npm notes what it installed in node_modules/.package-lock.json: every package of ours must be there in the version that we name. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const found = packagesOf(join('node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || found[path]?.version === version,
  );
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

/**
 * As `npm ci`, which refuses the lock: the registry had not every platform's binding of every tool on the day that it was written, and one
 * that nobody installs is missing from it.
 */
function install() {
  console.error('flowc: installing the packages of package-lock.json');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: windows });
  if (status !== 0) {
    console.error('flowc: the packages could not be installed; npm says why above');
    process.exit(2);
  }
}

/** The pinned Node; the one that runs this where npm was told to run no install scripts and it is new enough itself. */
function nodeToUse() {
  const pinned = join(bin, windows ? 'node.cmd' : 'node');
  if (spawnSync(pinned, ['--version'], { shell: windows }).status === 0) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  console.error(`flowc: Node ${NEEDED} or newer is needed, and the one that npm should have installed is missing:
run \`npm rebuild node\`, or install Node ${NEEDED}; this is ${process.version}`);
  process.exit(2);
}
