import type { OutputFile } from '../../src/compiler/emit/output-file.ts';
import { printYaml } from '../../src/compiler/emit/yaml.ts';
import type { ArgoManifest } from './lower.ts';

/** Lists that people write on one line. */
const inline = new Set(['command', 'args', 'dependencies', 'apiGroups', 'resources', 'verbs']);

/** One file an object, and the kustomization that lists them, which Argo CD and Flux read too. */
export function printArgo({ name, namespace, objects }: ArgoManifest): readonly OutputFile[] {
  const files = Object.entries(objects).map(([file, object]) => ({
    file: `${file}.yaml`,
    text: printYaml(object, inline),
  }));
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...(namespace === undefined ? {} : { namespace }),
    resources: files.map(({ file }) => file),
  };
  return [...files, { file: 'kustomization.yaml', text: printYaml(kustomization) }].map(({ file, text }) => ({
    path: `${name}/${file}`,
    text,
  }));
}
