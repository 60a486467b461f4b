import type { PolicyRule, Role, RoleBinding, ServiceAccount } from './manifest.ts';
import { objectMeta, type ObjectContext } from './metadata.ts';

// Service accounts with just the rights that their pods need.

/** The executor beside each step reports what the step handed out: https://argo-workflows.readthedocs.io/en/latest/workflow-rbac/ */
export const runRules: readonly PolicyRule[] = [
  { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
];

/** A Sensor starts runs, and nothing else. */
export const sensorRules: readonly PolicyRule[] = [
  { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] },
];

/** A service account of the name of `context` with `suffix`, and its rights. */
export function access(
  context: ObjectContext,
  suffix: string,
  rules: readonly PolicyRule[],
): readonly [ServiceAccount, Role, RoleBinding] {
  const metadata = objectMeta(context, suffix);
  const name = `${context.name}${suffix}`;
  const { namespace } = context;
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, ...(namespace === undefined ? {} : { namespace }) }],
    },
  ];
}
