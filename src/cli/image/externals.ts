import { join } from 'node:path';
import type { Packed } from '../../package/pack.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Flow } from '../pipeline.ts';
import { foldersUp, readText } from '../project.ts';

// The packages that flows call external, in the versions that their projects have installed: an image is to run what was tried.

/** Names and versions. Throws CannotRun where one is not installed, or two projects differ. */
export function externalsOf(packages: ReadonlyMap<Flow, Packed>): ReadonlyMap<string, string> {
  const found = new Map<string, { readonly version: string; readonly flow: string }>();
  for (const [{ graph, source }, packed] of packages) {
    for (const name of packed.package.external) {
      const version = installedVersion(source.root, name);
      const flow = graph.flow.name;
      const other = found.get(name);
      if (version === undefined) throw notInstalled(name, flow, source.root);
      if (other !== undefined && other.version !== version) {
        throw new CannotRun(
          `\`${other.flow}\` has \`${name}\` in version ${other.version}, and \`${flow}\` in ${version}`,
          'An image has one version of a package: install the same in both projects, or make an image for each flow.',
        );
      }
      found.set(name, { version, flow });
    }
  }
  return new Map([...found].map(([name, { version }]) => [name, version]));
}

/** As Node finds it from the project's root. */
function installedVersion(root: string, name: string): string | undefined {
  for (const folder of foldersUp(root)) {
    const text = readText(join(folder, 'node_modules', name, 'package.json'));
    if (text !== undefined) return versionIn(text);
  }
  return undefined;
}

function versionIn(text: string): string | undefined {
  try {
    const { version } = JSON.parse(text) as { readonly version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

const notInstalled = (name: string, flow: string, root: string): CannotRun =>
  new CannotRun(
    `\`${flow}\` calls \`${name}\` external, and it is not installed under \`${root}\``,
    `The image gets the version that the project has: run \`npm install ${name}\` there.`,
  );
