import type { Volume } from '../../ir/settings.ts';
import { listOf, mapped, number, oneOf, options, recordOf, text, yesOrNo, type Check } from '../schema/check.ts';
import { absolutePath, dnsLabel, dnsSubdomain, labelKey, labelValue, line } from '../schema/names.ts';
import { bytes } from '../schema/quantity.ts';
import { stepDecorator } from './decorator.ts';

// `@kubernetes`, in Kubernetes' own words: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/

const id = number({ whole: true, min: 0 });

const sources = {
  emptyDir: mapped(options({ medium: oneOf('Memory'), sizeLimit: bytes }), (found) => ({
    kind: 'emptyDir' as const,
    ...found,
  })),
  persistentVolumeClaim: mapped(options({ claimName: dnsSubdomain }, ['claimName']), (found) => ({
    kind: 'persistentVolumeClaim' as const,
    ...found,
  })),
  configMap: mapped(options({ name: dnsSubdomain }, ['name']), (found) => ({ kind: 'configMap' as const, ...found })),
  secret: mapped(options({ secretName: dnsSubdomain }, ['secretName']), (found) => ({
    kind: 'secret' as const,
    ...found,
  })),
};

const volume: Check<Volume> = mapped(
  options({ name: dnsLabel, mountPath: absolutePath, subPath: line, readOnly: yesOrNo, ...sources }, [
    'name',
    'mountPath',
  ]),
  ({ emptyDir, persistentVolumeClaim, configMap, secret, ...rest }, value, { sink, what }) => {
    const given = [emptyDir, persistentVolumeClaim, configMap, secret].flatMap((source) => source ?? []);
    const [source, other] = given;
    if (source && !other) return { ...rest, source };
    const names = Object.keys(sources).map((name) => `\`${name}\``);
    if (other && source)
      sink.report('conflicting-options', value.span, [`\`${source.kind}\``, `\`${other.kind}\``, what]);
    else sink.report('missing-option', value.span, [`one of ${names.join(', ')}`, what]);
    return undefined;
  },
);

const toleration = options({
  key: labelKey,
  operator: oneOf('Exists', 'Equal'),
  value: labelValue,
  effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  tolerationSeconds: number({ whole: true }),
});

export const kubernetes = stepDecorator({
  name: 'kubernetes',
  setting: 'kubernetes',
  check: options({
    namespace: dnsLabel,
    serviceAccount: dnsSubdomain,
    nodeSelector: recordOf(labelKey, labelValue),
    tolerations: listOf(toleration),
    labels: recordOf(labelKey, labelValue),
    annotations: recordOf(labelKey, text),
    volumes: listOf(volume),
    imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
    imagePullSecrets: listOf(dnsSubdomain),
    priorityClassName: dnsSubdomain,
    runtimeClassName: dnsSubdomain,
    securityContext: options({
      runAsUser: id,
      runAsGroup: id,
      runAsNonRoot: yesOrNo,
      fsGroup: id,
      readOnlyRootFilesystem: yesOrNo,
    }),
  }),
});
