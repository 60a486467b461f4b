import type { DiagnosticSpecs } from '../spec.ts';

export const stepFunctionsDiagnostics = {
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
  'step-functions-no-queue': {
    code: 'FLOWC5320',
    severity: 'error',
    message: (step: string) => `step \`${step}\` has no job queue of AWS Batch to wait in`,
    help: "Say `--batch-queue QUEUE`, set `batchQueue` in flowc.config, or put `@batch({ queue: '…' })` on the step or the flow.",
    why: 'On Step Functions each task is a job of AWS Batch. A job waits in a queue until one of the queue’s compute environments has room for it; queues and compute environments are made once for all flows, not with each.',
  },
  'step-functions-no-image': {
    code: 'FLOWC5321',
    severity: 'error',
    message: (step: string) => `step \`${step}\` has no container image to run in`,
    help: "Say `--image IMAGE`, set `image` in flowc.config, or put `@container({ image: '…' })` on the step or the flow.",
    why: 'Each task is a job of AWS Batch, and a job is a container: of an image that holds Node, the shim `flowc-task` and what the steps call.',
  },
  'step-functions-no-datastore': {
    code: 'FLOWC5322',
    severity: 'error',
    message: (flow: string) => `the state machine of \`${flow}\` is told no datastore`,
    help: 'Name a bucket: `--datastore s3://bucket/prefix`, or `datastore` in flowc.config.',
    why: 'The tasks pass artifacts through the datastore, and the state machine itself reads there what a task has decided and how many elements a foreach has. So it has to be known when the flow is compiled.',
  },
  'step-functions-datastore-out-of-reach': {
    code: 'FLOWC5323',
    severity: 'error',
    message: (flow: string, root: string) => `the state machine of \`${flow}\` cannot read the datastore \`${root}\``,
    help: 'Name a bucket: `--datastore s3://bucket/prefix`, or `datastore` in flowc.config.',
    why: 'The state machine reads there what a task has decided and how many elements a foreach has, and Step Functions reads from S3 alone.',
  },
  'step-functions-code-inline': {
    code: 'FLOWC5324',
    severity: 'error',
    message: () => 'a state machine cannot carry the code of the flow',
    help: 'Say `--code datastore`, and `flowc push` puts it there; or `--code image`, and `flowc image` makes an image that has it.',
    why: 'A job of AWS Batch is given a command and some variables, 8 KiB in all, and no files. Code comes to tasks through the datastore or in the image.',
  },
  'step-functions-fargate-size': {
    code: 'FLOWC5325',
    severity: 'error',
    message: (step: string, what: string, most: string) =>
      `\`${step}\` asks for ${what}, and Fargate has at most ${most}`,
    help: 'Ask for less, or run on EC2: `--batch-platform ec2`.',
    why: 'Fargate has tasks of some sizes, from 0.25 cores with 512 MiB to 16 cores with 120 GiB, and up to 200 GiB of disk. What a step asks for is rounded up to the next of them. On EC2 a job may have what an instance has.',
  },
  'step-functions-not-on-fargate': {
    code: 'FLOWC5326',
    severity: 'error',
    message: (step: string, what: string) => `\`${step}\` asks for \`${what}\`, which Fargate has not`,
    help: 'Leave it out, or run on EC2: `--batch-platform ec2`.',
    why: 'Fargate has machines without GPUs, and gives a container no more of `/dev/shm` than Docker does by itself. Batch refuses a job definition that asks it for either.',
  },
  'step-functions-disk-on-ec2': {
    code: 'FLOWC5327',
    severity: 'warning',
    message: (step: string) => `\`${step}\` asks for \`disk\`, and on EC2 a job has that of its instance`,
    help: 'Give the queue’s compute environment a launch template with a large enough volume, or run on Fargate: `--batch-platform fargate`.',
    why: 'Containers share the disk of the instance on which they run, and Batch neither reserves nor limits it. How large it is says the launch template of the compute environment. A flow that is compiled for several engines may keep its `disk`.',
  },
  'step-functions-secret-name': {
    code: 'FLOWC5328',
    severity: 'error',
    message: (name: string) => `\`${name}\` names no secret of AWS Secrets Manager`,
    help: 'Write `secret` for all keys of a secret, `secret/key` for one, or `VARIABLE=secret/key` to call the variable otherwise. In place of the secret’s name its ARN may stand, with `:key` behind it.',
    why: 'On AWS, the names in `@secrets` are secrets of Secrets Manager, whose values are JSON objects. Each key of one becomes an environment variable of the step; the value never comes to where it could be read.',
  },
  'step-functions-secret-needs-arn': {
    code: 'FLOWC5329',
    severity: 'error',
    message: (name: string, why: string) => `the secret \`${name}\` has to be named by its ARN: ${why}`,
    help: 'Write the ARN, `arn:aws:secretsmanager:…:secret:NAME-a1b2c3`, as `aws secretsmanager describe-secret --secret-id NAME` shows it.',
    why: 'Batch takes secrets by their ARNs, which hold region and account, and end in six characters of Secrets Manager’s own. A CloudFormation template and a Terraform module fill in the account where they are deployed; with `--format asl` there is nobody who would. The six characters may be left out, but not where a name itself ends in a hyphen and six characters, such as `app-config`.',
  },
  'step-functions-no-role': {
    code: 'FLOWC5330',
    severity: 'error',
    message: (step: string, role: string, why: string) => `the job of \`${step}\` has no \`${role}\`, and ${why}`,
    help: 'Set it in flowc.config, by a flag or in `@batch`; or leave out `--format asl`, and flowc writes one.',
    why: 'By its job role the code of a step reaches the datastore; by its execution role ECS fetches a job’s image and secrets and writes its log. On EC2 a job that has neither has the rights of its instance, on Fargate none. A CloudFormation template and a Terraform module have roles in them; with `--format asl` flowc writes none.',
  },
  'step-functions-starts-left-out': {
    code: 'FLOWC5331',
    severity: 'warning',
    message: (decorator: string) => `\`${decorator}\` is not in the bare definitions`,
    help: 'Make the schedule or rule yourself, or leave out `--format asl`, and flowc writes it.',
    why: 'With `--format asl` flowc writes a state machine and its job definitions, for whoever has a way of deploying of his own. What starts runs, and the roles, are objects of other services, which a CloudFormation template and a Terraform module hold as well.',
  },
  'step-functions-finish-of-several': {
    code: 'FLOWC5332',
    severity: 'error',
    message: (count: number) => `EventBridge cannot wait until all of ${count} flows have finished`,
    help: 'Name the one flow that ends last, or have that one wait for the others; or start this one by an event that the last of them sends, `@trigger`.',
    why: 'A rule of EventBridge starts a run at each event that fits it, and remembers none. So it can follow one flow, and not wait for several.',
  },
  'step-functions-start-lacks-parameter': {
    code: 'FLOWC5333',
    severity: 'error',
    message: (decorator: string, name: string) =>
      `runs that \`${decorator}\` starts give no value for the parameter \`${name}\``,
    help: 'Give the parameter a default, make it optional with `required: false`, or map a field of the event to it.',
    why: 'Nobody is there to give a value when a clock or an event starts a run. The first task of each such run would fail.',
  },
  'step-functions-schedule-twice': {
    code: 'FLOWC5334',
    severity: 'warning',
    message: (cron: string) => `\`${cron}\` starts two runs on days that fit both its day of month and its day of week`,
    help: 'Restrict only one of the two fields.',
    why: 'In a cron line that restricts both fields a day fits by either of them. EventBridge Scheduler takes only one of them in an expression, so flowc writes two schedules; on a day that fits both, both start a run.',
  },
  'step-functions-event-field': {
    code: 'FLOWC5335',
    severity: 'error',
    message: (field: string) => `EventBridge finds no field of the name \`${field}\` in an event`,
    help: 'Use a field whose name has letters A to Z, digits, `_` and `-` only; a dot goes one level down.',
    why: 'What of an event becomes a parameter is said by a path, and EventBridge knows only simple ones: no quotes, no other signs.',
  },
  'step-functions-tag': {
    code: 'FLOWC5336',
    severity: 'warning',
    message: (tag: string, becomes: string) => `AWS does not take the tag \`${tag}\`, and is given \`${becomes}\``,
    help: 'Change it in `@tags`, or in `labels` of flowc.config; or let it be: a run has it as it is.',
    why: 'Words in `@tags` and `labels` of the configuration become tags of everything that is deployed: `team:search` is the value `search` of the key `team`. AWS takes keys of 128 characters and values of 256, of letters, digits, spaces and `_.:/=+-@`, and takes keys that differ in case for one. What `current.tags` says in a run is not touched by that.',
  },
  'step-functions-too-many-tags': {
    code: 'FLOWC5337',
    severity: 'error',
    message: (count: number, most: number) => `the flow comes to ${count} tags, and AWS takes ${most} on an object`,
    help: 'Leave some out of `@tags`, or of `labels` in flowc.config.',
    why: 'Words in `@tags` and `labels` of the configuration become tags of everything that is deployed, beside flowc’s own. AWS takes 50 on an object.',
  },
  'step-functions-template-too-large': {
    code: 'FLOWC5339',
    severity: 'error',
    message: (what: string, flow: string, bytes: number, most: number) =>
      `the ${what} of \`${flow}\` has ${bytes} bytes, and AWS takes ${most}`,
    help: 'Say `--format terraform-json`, which has the state machine in a file of its own; or split the flow in two with `@triggerOnFinish`.',
    why: 'CloudFormation takes templates of up to one MiB, from a bucket. It hands the state machine on to Step Functions with each field on a line of its own, indented, and that has up to one MiB too, with all that is white.',
  },
  'step-functions-resolved-text': {
    code: 'FLOWC5340',
    severity: 'error',
    message: (who: string, text: string) =>
      `${who} says \`${text}\`, and CloudFormation puts something else in the place of \`{{resolve:…}}\``,
    help: 'Write it without `{{resolve:`, or say `--format terraform-json`. For a secret use `@secrets`.',
    why: 'CloudFormation replaces `{{resolve:…}}` by a parameter or secret wherever it stands in a template, and has no way to write the text itself.',
  },
  'step-functions-batch-name': {
    code: 'FLOWC5341',
    severity: 'error',
    message: (option: string, name: string, rule: string) =>
      `\`${option}\` of \`@batch\` is \`${name}\`, and not ${rule}`,
    help: 'Write it as AWS shows it.',
    why: 'AWS Batch knows queues by their names or ARNs, and roles by their ARNs. A state machine with another text would be deployed, and no job submitted.',
  },
} as const satisfies DiagnosticSpecs;
