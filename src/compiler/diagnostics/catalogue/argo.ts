import type { DiagnosticSpecs } from '../spec.ts';

export const argoDiagnostics = {
  'argo-no-datastore': {
    code: 'FLOWC5113',
    severity: 'warning',
    message: (flow: string) => `the pods of \`${flow}\` are told no datastore to pass artifacts through`,
    help: 'Say where artifacts live: `--datastore s3://bucket/prefix`, or `datastore` in flowc.config.',
    why: 'Every step runs in a pod of its own, and pods share no folder: what one leaves for the next goes through a datastore that all of them reach. It can also be set in the cluster, as `FLOWC_DATASTORE` in the image, which is why this is only a warning.',
  },
  'argo-datastore-out-of-reach': {
    code: 'FLOWC5116',
    severity: 'error',
    message: (flow: string, root: string) => `the pods of \`${flow}\` cannot share the datastore \`${root}\``,
    help: 'Name a bucket: `--datastore s3://bucket/prefix`, or `datastore` in flowc.config. A folder that all pods mount is named from `/` on.',
    why: 'Every step runs in a pod of its own, with a disk of its own that is gone when it ends. What one leaves for the next has to lie where all of them reach it: in a bucket, or on a volume that all of them mount.',
  },
  'argo-no-image': {
    code: 'FLOWC5101',
    severity: 'error',
    message: (step: string) => `step \`${step}\` has no container image to run in`,
    help: "Say `--image IMAGE`, set `image` in flowc.config, or put `@container({ image: '…' })` on the step or the flow.",
    why: 'In Argo Workflows each task is a pod, and a pod needs an image: one that holds Node, the shim `flowc-task` and what the steps call.',
  },
  'argo-too-deep': {
    code: 'FLOWC5102',
    severity: 'error',
    message: (levels: number, most: number) =>
      `the flow nests ${levels} Argo templates inside each other, and Argo runs at most ${most}`,
    help: 'Nest less, or split the flow in two with `@triggerOnFinish`.',
    why: 'Each foreach, split and conditional is a template of its own, called by the one around it. Argo stops a run with an error where more than a hundred are open inside each other, unless its controller runs with DISABLE_MAX_RECURSION.',
  },
  'argo-loop-too-long': {
    code: 'FLOWC5103',
    severity: 'warning',
    message: (header: string, asked: number, possible: number) =>
      `the loop of \`${header}\` may take ${asked} visits, and Argo ends it with an error after ${possible}`,
    help: 'Lower `maxVisits`, do more in one visit, or set DISABLE_MAX_RECURSION=true on the workflow controller.',
    why: 'Argo has no loops: a template calls itself for each visit. Each call is one level or more of the hundred that Argo allows, so that a long loop ends in an error of the engine’s and not in a clear one of the flow’s.',
  },
  'argo-loop-without-bound': {
    code: 'FLOWC5104',
    severity: 'warning',
    message: (header: string, possible: number) =>
      `the loop of \`${header}\` has no bound, and Argo ends it with an error after ${possible} visits`,
    help: 'Say how often it may go round, `this.next(…, { maxVisits: 20 })`, so that the run fails clearly; or set DISABLE_MAX_RECURSION=true on the workflow controller.',
    why: 'Argo has no loops: a template calls itself for each visit. Each call is one level or more of the hundred that Argo allows. With `maxVisits` the flow itself says when to give up, and says why.',
  },
  'argo-evaluated-text': {
    code: 'FLOWC5105',
    severity: 'error',
    message: (who: string, text: string) =>
      `${who} says \`${text}\` where Argo evaluates \`{{…}}\` and has no way to write the braces themselves`,
    help: 'Write it without `{{`. Text in `@environment` may hold anything.',
    why: 'Argo evaluates `{{…}}` everywhere in a workflow, several times over. flowc writes parameters and environment variables so that they arrive as they are; names, labels, annotations and the like have no other spelling.',
  },
  'argo-unprintable-text': {
    code: 'FLOWC5106',
    severity: 'error',
    message: (decorator: string, where: string) =>
      `\`${decorator}\` has text that no container can be given, in ${where}`,
    help: 'Leave out the NUL characters and halves of surrogate pairs.',
    why: 'Environment variables end at a NUL, and manifests are UTF-8, which has no half of a surrogate pair. Such text would arrive as something else.',
  },
  'argo-parameter-name': {
    code: 'FLOWC5107',
    severity: 'error',
    message: (name: string) => `Argo takes no parameter of the name \`${name}\``,
    help: 'Use letters A to Z, digits and `_`; any name but `json`.',
    why: 'A parameter has the same name in the flow and in the workflow. Argo takes ASCII letters, digits, `-` and `_`, and keeps `json` for all parameters together.',
  },
  'argo-start-lacks-parameter': {
    code: 'FLOWC5108',
    severity: 'error',
    message: (decorator: string, name: string) =>
      `runs that \`${decorator}\` starts give no value for the parameter \`${name}\``,
    help: 'Give the parameter a default, make it optional with `required: false`, or map a field of the event to it.',
    why: 'Nobody is there to give a value when a clock or an event starts a run. Argo would refuse each such run.',
  },
  'argo-secret-name': {
    code: 'FLOWC5109',
    severity: 'error',
    message: (name: string) => `\`${name}\` names no Kubernetes secret`,
    help: 'Write `secret` for all keys of a secret, `secret/key` for one, or `VARIABLE=secret/key` to call the variable otherwise.',
    why: 'On Argo, the names in `@secrets` are Kubernetes secrets in the run’s namespace. Their values reach the step as environment variables and never a manifest.',
  },
  'argo-volume-twice': {
    code: 'FLOWC5110',
    severity: 'error',
    message: (name: string) => `two volumes of the name \`${name}\` are not the same`,
    help: 'Give them different names. One volume may be mounted at several paths under one name.',
    why: 'In a pod a volume’s name stands for one source.',
  },
  'argo-two-namespaces': {
    code: 'FLOWC5111',
    severity: 'error',
    message: (step: string, own: string, other: string) =>
      `step \`${step}\` asks for the namespace \`${own}\`, and the flow runs in \`${other}\``,
    help: 'Name one namespace for the whole flow, on the flow or in flowc.config.',
    why: 'All pods of an Argo workflow live in the namespace of the workflow.',
  },
  'argo-variable-twice': {
    code: 'FLOWC5112',
    severity: 'error',
    message: (name: string) => `the environment variable \`${name}\` is given twice`,
    help: 'Rename one in `@environment`, or call the secret’s otherwise: `OTHER=secret/key`.',
    why: 'Of two variables of one name the later wins without a word, and Argo mixes them up when it merges what a flow’s steps have in common.',
  },
  'argo-too-many-templates': {
    code: 'FLOWC5117',
    severity: 'warning',
    message: (flow: string, what: string, count: number, most: number) =>
      `\`${flow}\` needs ${count} ${what}, and Argo’s full custom resource definitions take at most ${most}`,
    help: 'Install Argo with its minimal definitions, `kubectl apply --server-side -k "https://github.com/argoproj/argo-workflows/manifests/base/crds/minimal?ref=v4.0.2"`, or divide the flow into several.',
    why: 'Since Argo Workflows 4 the definitions that its manifests install hold a workflow to a schema with bounds: 200 templates, and 200 tasks in each. The minimal ones know no bounds, and the controller needs none.',
  },
  'argo-code-too-large': {
    code: 'FLOWC5114',
    severity: 'error',
    message: (flow: string, size: number, most: number) =>
      `the code of \`${flow}\` has ${size} bytes, compressed, and a ConfigMap holds at most ${most}`,
    help: 'Say `--code datastore`, and `flowc push` puts it there; or `--code image`, and `flowc image` makes an image that has it. Or import less.',
    why: 'With `--code inline` the flow’s code lies in a ConfigMap beside its manifest. Kubernetes refuses one of more than a mebibyte.',
  },
  'argo-code-needs-server-side-apply': {
    code: 'FLOWC5115',
    severity: 'warning',
    message: (flow: string, size: number, most: number) =>
      `\`kubectl apply\` refuses the code of \`${flow}\`: it keeps a copy of all ${size} bytes of the ConfigMap in an annotation, which holds at most ${most}`,
    help: 'Apply it by `kubectl apply --server-side`; in Argo CD set the sync option `ServerSideApply=true`. Flux does so by itself.',
    why: 'Without `--server-side`, kubectl remembers in an annotation what it last applied, and all annotations of an object together may have 256 KiB. With `--code datastore` or `--code image` manifests stay small.',
  },
} as const satisfies DiagnosticSpecs;
