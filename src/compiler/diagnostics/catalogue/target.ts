import type { DiagnosticSpecs } from '../spec.ts';

export const targetDiagnostics = {
  'target-cannot': {
    code: 'FLOWC5001',
    severity: 'error',
    message: (target: string, feature: string, reason: string) => `${target} cannot take ${feature}: ${reason}`,
    help: 'Leave it out for this target, or compile the flow for another.',
    why: 'Every target says for each feature of a flow whether its engine can do it. What an engine cannot do is told before anything is written, all of it at once, rather than left to a run.',
  },
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
  'airflow-no-image': {
    code: 'FLOWC5201',
    severity: 'error',
    message: (step: string) => `step \`${step}\` has no container image to run in`,
    help: "Say `--image IMAGE`, set `image` in flowc.config, or put `@container({ image: '…' })` on the step or the flow. With `--executor bash` tasks are processes and need none.",
    why: 'By KubernetesPodOperator each task is a pod, and a pod needs an image: one that holds Node, the shim `flowc-task` and what the steps call.',
  },
  'airflow-no-datastore': {
    code: 'FLOWC5202',
    severity: 'warning',
    message: (flow: string) => `the tasks of \`${flow}\` are told no datastore to pass artifacts through`,
    help: 'Say where artifacts live: `--datastore s3://bucket/prefix`, or `datastore` in flowc.config.',
    why: 'Tasks run on whatever worker or in whatever pod is free. What one leaves for the next goes through a datastore that all of them reach. It can also be set as `FLOWC_DATASTORE` in the image or on the workers, which is why this is only a warning.',
  },
  'airflow-datastore-out-of-reach': {
    code: 'FLOWC5203',
    severity: 'error',
    message: (flow: string, root: string) => `the tasks of \`${flow}\` cannot share the datastore \`${root}\``,
    help: 'Name a bucket: `--datastore s3://bucket/prefix`, or `datastore` in flowc.config. A folder that all tasks see is named from `/` on.',
    why: 'Each task runs in a folder or pod of its own, which is gone when it ends. What one leaves for the next has to lie where all of them reach it: in a bucket, or in a folder that has the same name for all.',
  },
  'airflow-loop-without-bound': {
    code: 'FLOWC5204',
    severity: 'error',
    message: (header: string) => `the loop of \`${header}\` has no bound, and Airflow knows no loops`,
    help: 'Say how often it may go round, `this.next(…, { maxVisits: 20 })`, and flowc writes so many visits into the DAG; or let one task run the whole loop, `--collapse HEADER`, as one unit of Airflow’s retries and one line of its pages.',
    why: 'A DAG has no way back. A bounded loop is written out, a visit after the other, and those past its end are skipped. A loop that is collapsed runs in one task, by the engine that runs flows on a laptop, with the same steps, task ids and artifacts; what it costs is that Airflow sees one task, which is as large as the largest of its steps.',
  },
  'airflow-too-many-tasks': {
    code: 'FLOWC5205',
    severity: 'error',
    message: (flow: string, most: number) => `\`${flow}\` comes to more than ${most} tasks in one DAG`,
    help: 'Lower `maxVisits`; let one task run a whole loop, `--collapse HEADER`; or divide the flow in two with `@triggerOnFinish`.',
    why: 'Each visit that a loop may take is written out as tasks of its own, and loops in loops multiply. Airflow has no bound, but reads every DAG again and again, and shows it on one page.',
  },
  'airflow-collapsed-differ': {
    code: 'FLOWC5207',
    severity: 'error',
    message: (header: string, step: string, what: string) =>
      `the collapsed loop of \`${header}\` runs in one pod, and \`${step}\` asks for another ${what === 'image' ? 'image' : '`@kubernetes`'} than its first step`,
    help: 'Give all steps of the loop the same, or bound the loop with `maxVisits` in place of collapsing it.',
    why: 'One task runs all steps of a collapsed loop, so they share its image and its place. Resources may differ: the task asks for the largest.',
  },
  'airflow-map-too-long': {
    code: 'FLOWC5208',
    severity: 'warning',
    message: (step: string, length: number, most: number) =>
      `\`${step}\` is mapped over ${length} elements in all, and Airflow maps over at most ${most} unless it is told otherwise`,
    help: 'Raise `max_map_length` in the section `core` of Airflow’s configuration, or give each task several elements.',
    why: 'Airflow cannot nest mapped groups, so a foreach in a foreach is one list of the elements of all. Its scheduler fails a task that gives a longer list than `max_map_length`.',
  },
  'airflow-unprintable-text': {
    code: 'FLOWC5209',
    severity: 'error',
    message: (decorator: string, where: string) => `\`${decorator}\` has text that no task can be given, in ${where}`,
    help: 'Leave out the NUL characters and halves of surrogate pairs.',
    why: 'Environment variables end at a NUL, and files are UTF-8, which has no half of a surrogate pair. Such text would arrive as something else.',
  },
  'airflow-start-lacks-parameter': {
    code: 'FLOWC5210',
    severity: 'error',
    message: (decorator: string, name: string) =>
      `runs that \`${decorator}\` starts give no value for the parameter \`${name}\``,
    help: 'Give the parameter a default, make it optional with `required: false`, or map a field of the event to it.',
    why: 'Nobody is there to give a value when a clock or an event starts a run. Airflow refuses a scheduled DAG with a param that has no value.',
  },
  'airflow-secret-name': {
    code: 'FLOWC5211',
    severity: 'error',
    message: (name: string) => `\`${name}\` names no Kubernetes secret`,
    help: 'Write `secret` for all keys of a secret, `secret/key` for one, or `VARIABLE=secret/key` to call the variable otherwise.',
    why: 'In pods, the names in `@secrets` are Kubernetes secrets in the pods’ namespace. Their values reach the step as environment variables and never a DAG file.',
  },
  'airflow-variable-twice': {
    code: 'FLOWC5212',
    severity: 'error',
    message: (name: string) => `the environment variable \`${name}\` is given twice`,
    help: 'Rename one in `@environment`, or call the secret’s otherwise: `OTHER=secret/key`.',
    why: 'Of two variables of one name the later wins without a word. flowc itself gives every task some, whose names begin with FLOWC_, and `FRAMES` to those of a foreach.',
  },
  'airflow-volume-twice': {
    code: 'FLOWC5213',
    severity: 'error',
    message: (name: string) => `two volumes of the name \`${name}\` are not the same`,
    help: 'Give them different names. One volume may be mounted at several paths under one name.',
    why: 'In a pod a volume’s name stands for one source.',
  },
  'airflow-id-too-long': {
    code: 'FLOWC5214',
    severity: 'error',
    message: (step: string, length: number, most: number) =>
      `the id of a task of \`${step}\` has ${length} characters, and Airflow takes ${most}`,
    help: 'Shorten the names of steps, nest fewer loops, or let one task run a whole loop, `--collapse HEADER`.',
    why: 'A task’s id in Airflow begins with those of the groups that it lies in: one for each visit of each loop around it, and the mapped group of its foreach.',
  },
  'airflow-retries-any': {
    code: 'FLOWC5215',
    severity: 'warning',
    message: (on: string) => `Airflow tries again after any failure, not only \`on: '${on}'\``,
    help: "Say `on: 'any'`, or leave it out: in Airflow that is what happens.",
    why: 'Airflow counts tries and does not tell a step that failed from a worker that was taken away. A flow that is compiled for several engines may keep its `on`.',
  },
  'airflow-backoff': {
    code: 'FLOWC5216',
    severity: 'error',
    message: (backoff: number) => `Airflow 2 lets delays between tries double, and cannot multiply them by ${backoff}`,
    help: 'Use `backoff: 2`, or compile for Airflow 3 alone: `--airflow-version 3`.',
    why: 'Since Airflow 3 the factor of growing delays is a number; before, it could only be switched on, as 2. A file for both versions has to be right in both.',
  },
  'airflow-without-pods': {
    code: 'FLOWC5217',
    severity: 'warning',
    message: (decorator: string) => `\`${decorator}\` says nothing to a task that is a process`,
    help: 'Leave out `--executor bash`, and tasks are pods; or ignore this where Airflow runs on a machine of your own.',
    why: 'With `--executor bash` each task is a process of Airflow’s worker, with the worker’s resources, place and environment; secrets are what the worker’s environment has.',
  },
  'airflow-tag-too-long': {
    code: 'FLOWC5219',
    severity: 'error',
    message: (length: number, most: number) => `a tag has ${length} characters, and Airflow takes ${most}`,
    help: 'Shorten it in `@tags`.',
    why: 'A DAG file with a longer tag cannot be imported: its tags are the DAG’s own.',
  },
  'airflow-code-inline': {
    code: 'FLOWC5218',
    severity: 'error',
    message: () => 'a DAG file cannot carry the code of the flow',
    help: 'Say `--code datastore`, and `flowc push` puts it there; or `--code image`, and `flowc image` makes an image that has it.',
    why: 'Airflow reads a DAG file again and again, and hands none of it to a pod. Code comes to tasks through the datastore or in the image.',
  },
  'step-functions-definition-too-large': {
    code: 'FLOWC5301',
    severity: 'error',
    message: (flow: string, bytes: number, most: number) =>
      `the state machine of \`${flow}\` has ${bytes} bytes, and AWS takes ${most}`,
    help: 'Split the flow in two with `@triggerOnFinish`, or do more in one step; text in `@environment` and doc comments of steps count too.',
    why: 'Step Functions takes a definition of up to one MiB. Each step is about one KiB of it.',
  },
  'step-functions-too-many-events': {
    code: 'FLOWC5302',
    severity: 'error',
    message: (what: string, events: number, most: number) =>
      `${what} comes to ${events} events, and AWS ends an execution with an error at ${most}`,
    help: 'Put part of it into a foreach, whose elements are executions of their own, or split the flow in two with `@triggerOnFinish`.',
    why: 'Step Functions keeps a history of each execution and ends it at its 25,000th event. A step is six of them, a decision seven. The elements of a foreach are executions of their own, and count nowhere.',
  },
  'step-functions-loop-without-bound': {
    code: 'FLOWC5303',
    severity: 'warning',
    message: (header: string, possible: number) =>
      `the loop of \`${header}\` has no bound, and AWS ends it with an error after ${possible} visits`,
    help: 'Say how often it may go round, `this.next(…, { maxVisits: 20 })`, so that the run fails clearly.',
    why: 'Step Functions keeps a history of each execution and ends it at its 25,000th event; each visit of a loop adds some. With `maxVisits` the flow itself says when to give up, and says why.',
  },
  'step-functions-loop-too-long': {
    code: 'FLOWC5304',
    severity: 'warning',
    message: (header: string, asked: number, possible: number) =>
      `the loop of \`${header}\` may take ${asked} visits, and AWS ends it with an error after ${possible}`,
    help: 'Lower `maxVisits`, do more in one visit, or put the loop into a foreach, whose elements are executions of their own.',
    why: 'Step Functions keeps a history of each execution and ends it at its 25,000th event; each visit of a loop adds some, so that a long loop ends in an error of the engine’s and not in a clear one of the flow’s.',
  },
  'step-functions-retries-any': {
    code: 'FLOWC5305',
    severity: 'warning',
    message: () => "Step Functions tries again after any failure, not only `on: 'error'`",
    help: "Say `on: 'any'`, or leave it out: that is what happens. `on: 'preemption'` is exact.",
    why: 'A job that failed and one whose machine was taken away are one error to Step Functions. Batch can tell them apart, and tries again after the latter alone where that is asked for; it cannot wait in between. A flow that is compiled for several engines may keep its `on`.',
  },
  'step-functions-too-many-attempts': {
    code: 'FLOWC5306',
    severity: 'error',
    message: (times: number, most: number) =>
      `\`times: ${times}\` of \`@retry\` is more than Batch tries again after a preemption, which is ${most}`,
    help: "Lower `times`, or say `on: 'any'`.",
    why: 'After a preemption Batch itself puts a job back into its queue, ten attempts in all at the most. Other failures Step Functions tries again, as often as it is told.',
  },
  'step-functions-unprintable-text': {
    code: 'FLOWC5307',
    severity: 'error',
    message: (variable: string) =>
      `the value of \`${variable}\` in \`@environment\` is no text that a container can be given`,
    help: 'Leave out the NUL characters and halves of surrogate pairs.',
    why: 'Environment variables end at a NUL, and JSON on its way to AWS is UTF-8, which has no half of a surrogate pair. Such text would arrive as something else.',
  },
  'step-functions-variable-reserved': {
    code: 'FLOWC5308',
    severity: 'error',
    message: (variable: string) => `Batch keeps names like that of the environment variable \`${variable}\` for itself`,
    help: 'Give it a name that does not begin with `AWS_BATCH`.',
    why: 'Batch tells each job about itself by variables whose names begin with AWS_BATCH, and refuses a job that sets one.',
  },
  'step-functions-variable-twice': {
    code: 'FLOWC5309',
    severity: 'error',
    message: (name: string) => `the environment variable \`${name}\` is given twice`,
    help: 'Rename one in `@environment`, or call the secret’s otherwise: `OTHER=secret/key`.',
    why: 'Of two variables of one name one wins without a word. flowc itself gives every task some, whose names begin with FLOWC_.',
  },
  'step-functions-variables-too-large': {
    code: 'FLOWC5310',
    severity: 'error',
    message: (method: string, characters: number, most: number) =>
      `the environment of \`${method}\` has ${characters} characters as JSON, and there is room for ${most}`,
    help: 'Put long text into a file beside the flow, an artifact or a secret, or into the image.',
    why: 'A job is submitted with what it has of its own, command and variables, and ECS, which starts it, takes 8,192 characters of that; flowc needs some for itself.',
  },
} as const satisfies DiagnosticSpecs;
