import type { DiagnosticSpecs } from '../spec.ts';

export const airflowDiagnostics = {
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
} as const satisfies DiagnosticSpecs;
