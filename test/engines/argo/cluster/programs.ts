// The programs of the cluster that are built from Go modules; go.mod pins their versions.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGo, type GoBuild } from '../../build-go.ts';
import { buildS3Server } from '../../s3/server.ts';

const folderOf = (name: string): string => fileURLToPath(new URL(`../go/${name}`, import.meta.url));

/** The version that a go.mod requires of a module. */
function pinned(folder: string, module: string): string {
  const [, version] =
    new RegExp(`^\\s*${module} v(\\S+)$`, 'm').exec(readFileSync(join(folder, 'go.mod'), 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${folder}/go.mod requires no ${module}`);
  return version;
}

const WORKFLOWS = 'github.com/argoproj/argo-workflows/v4';
const EVENTS = 'github.com/argoproj/argo-events';

export const argoFolder = folderOf('argo');
const kubernetesFolder = folderOf('kubernetes');

export const versions = {
  argo: pinned(argoFolder, WORKFLOWS),
  events: pinned(argoFolder, EVENTS),
  kubernetes: pinned(kubernetesFolder, 'k8s.io/kubernetes'),
};

const signals = 'workflow/executor/osspecific/signal';

const argo: GoBuild = {
  name: 'argo',
  folder: argoFolder,
  packages: [`${WORKFLOWS}/cmd/argoexec`, `${WORKFLOWS}/cmd/workflow-controller`],
  files: ['go.mod', 'go.sum'],
  variables: { [`${WORKFLOWS}.version`]: `v${versions.argo}` },
  // In the repository a symlink, which the archives of modules leave out.
  mend: { module: WORKFLOWS, file: `${signals}_linux.go`, like: `${signals}_darwin.go` },
  keep: {
    'workflows-kinds': { module: WORKFLOWS, folder: 'manifests/base/crds/full' },
    'events-kinds': { module: EVENTS, folder: 'manifests/base/crds' },
  },
  takes: '3 minutes',
};

const kubernetes: GoBuild = {
  name: 'kubernetes',
  folder: kubernetesFolder,
  packages: ['./hyperkube', './pause', './first'],
  files: ['go.mod', 'go.sum', 'hyperkube/main.go', 'pause/main.go', 'first/main.go', 'first/groups.go'],
  variables: {
    'k8s.io/component-base/version.gitVersion': `v${versions.kubernetes}`,
    'k8s.io/component-base/version.gitMajor': versions.kubernetes.split('.')[0] ?? '',
    'k8s.io/component-base/version.gitMinor': versions.kubernetes.split('.')[1] ?? '',
  },
  takes: '5 minutes',
};

export interface Programs {
  readonly hyperkube: string;
  readonly pause: string;
  /** The first process of the namespaces. */
  readonly first: string;
  readonly argoexec: string;
  readonly workflowController: string;
  readonly versitygw: string;
  /** Files with the CustomResourceDefinitions of Argo Workflows and Argo Events. */
  readonly kinds: readonly string[];
}

/** The paths of all; builds first what the cache does not hold. */
export async function buildPrograms(): Promise<Programs> {
  const [ofKubernetes, ofArgo, versitygw] = [await buildGo(kubernetes), await buildGo(argo), await buildS3Server()];
  return {
    hyperkube: join(ofKubernetes, 'hyperkube'),
    pause: join(ofKubernetes, 'pause'),
    first: join(ofKubernetes, 'first'),
    argoexec: join(ofArgo, 'argoexec'),
    workflowController: join(ofArgo, 'workflow-controller'),
    versitygw,
    kinds: globSync(join(ofArgo, '*-kinds', 'argoproj.io_*.yaml')),
  };
}
