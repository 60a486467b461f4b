import type { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import { hasForm, jobQueueForm, roleForm } from '../../../src/compiler/ir/forms.ts';
import type { Graph } from '../../../src/compiler/ir/graph.ts';
import { runnables, type Runnable } from '../../runnables.ts';
import type { StepFunctionsOptions } from '../options.ts';
import { checkStarts } from './check-starts.ts';
import { checkTemplate } from './check-template.ts';
import { isFargate, needsExecutionRole, writesRoles } from './jobs.ts';
import { isArn, looksWhole, readSecret } from './secrets.ts';
import { fargateDisk, fargateSize } from './sizes.ts';
import type { Stack } from './stack.ts';
import { MOST_TAGS, tagsOf } from './tags.ts';

// What AWS refuses of jobs and of what is deployed with them, or would only refuse in a run.

export function checkDeployment(graph: Graph, options: StepFunctionsOptions, stack: Stack, sink: Diagnostics): void {
  checkJobs(graph, options, sink);
  checkTags(graph, options, stack, sink);
  checkStarts(graph, options, sink);
  if (options.format === undefined || options.format === 'cloudformation') checkTemplate(graph, stack, sink);
}

function checkJobs(graph: Graph, options: StepFunctionsOptions, sink: Diagnostics): void {
  checkOptions(graph, options, sink);
  const all = runnables(graph);
  const [waiting] = all.filter(({ settings }) => (settings.batch?.queue ?? options.batchQueue) === undefined);
  if (waiting !== undefined) sink.report('step-functions-no-queue', waiting.span, [waiting.name]);
  const [homeless] = all.filter(({ settings }) => (settings.image ?? options.image) === undefined);
  if (homeless !== undefined) sink.report('step-functions-no-image', homeless.span, [homeless.name]);
  for (const one of all) {
    checkBatch(one, sink);
    checkSecrets(one, options, sink);
    if (isFargate(options)) checkFargate(one, sink);
    else checkDisk(one, sink);
  }
  if (!writesRoles(options)) checkRoles(all, options, sink);
}

/** A bucket, and a path that a key can begin with. */
const BUCKET = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[^\0]*)?$/;

function checkOptions({ flow: { name, span } }: Graph, options: StepFunctionsOptions, sink: Diagnostics): void {
  const { datastore, code } = options;
  if (datastore === undefined) sink.report('step-functions-no-datastore', span, [name]);
  else if (!BUCKET.test(datastore) || !datastore.isWellFormed())
    sink.report('step-functions-datastore-out-of-reach', span, [name, datastore]);
  if (code?.delivery === 'inline') sink.report('step-functions-code-inline', span, []);
}

function checkBatch({ span, settings: { batch = {}, spans } }: Runnable, sink: Diagnostics): void {
  const forms = { queue: jobQueueForm, jobRole: roleForm, executionRole: roleForm } as const;
  for (const key of ['queue', 'jobRole', 'executionRole'] as const) {
    const given = batch[key];
    if (given !== undefined && !hasForm(given, forms[key]))
      sink.report('step-functions-batch-name', spans.batch ?? span, [key, given, forms[key].rule]);
  }
}

function checkSecrets({ span, settings }: Runnable, options: StepFunctionsOptions, sink: Diagnostics): void {
  const { secrets = [], spans } = settings;
  for (const text of secrets) {
    const secret = readSecret(text)?.secret;
    if (secret === undefined) sink.report('step-functions-secret-name', spans.secrets ?? span, [text]);
    else if (!isArn(secret) && (options.format === 'asl' || looksWhole(secret))) {
      const why =
        options.format === 'asl'
          ? 'the bare definitions cannot say in which account it is'
          : 'Secrets Manager takes its last six characters for its own';
      sink.report('step-functions-secret-needs-arn', spans.secrets ?? span, [secret, why]);
    }
  }
}

function checkFargate({ name, span, settings }: Runnable, sink: Diagnostics): void {
  const { resources = {}, spans } = settings;
  const at = spans.resources ?? span;
  const { cpu, memory, disk, gpu = 0, sharedMemory } = resources;
  if (fargateSize(resources) === undefined) {
    const asked = [cpu === undefined ? [] : `${cpu} cores`, memory === undefined ? [] : `${memory} of memory`].flat();
    sink.report('step-functions-fargate-size', at, [name, asked.join(' and '), '16 cores and 120 GiB']);
  }
  if (disk !== undefined && fargateDisk(resources) === Infinity)
    sink.report('step-functions-fargate-size', at, [name, `${disk} of disk`, '200 GiB']);
  if (gpu > 0) sink.report('step-functions-not-on-fargate', at, [name, 'gpu']);
  if (sharedMemory !== undefined) sink.report('step-functions-not-on-fargate', at, [name, 'sharedMemory']);
}

function checkDisk({ name, span, settings: { resources, spans } }: Runnable, sink: Diagnostics): void {
  if (resources?.disk !== undefined) sink.report('step-functions-disk-on-ec2', spans.resources ?? span, [name]);
}

/** Tells of the first job that lacks each. */
function checkRoles(all: readonly Runnable[], options: StepFunctionsOptions, sink: Diagnostics): void {
  const [starting] = all.filter(
    (one) =>
      needsExecutionRole(one, options) && (one.settings.batch?.executionRole ?? options.executionRole) === undefined,
  );
  const [running] = all.filter(
    ({ settings }) => isFargate(options) && (settings.batch?.jobRole ?? options.jobRole) === undefined,
  );
  const why = isFargate(options) ? 'on Fargate it needs one' : 'by it ECS reads its secrets';
  if (starting !== undefined)
    sink.report('step-functions-no-role', starting.span, [starting.name, 'executionRole', why]);
  if (running !== undefined) sink.report('step-functions-no-role', running.span, [running.name, 'jobRole', why]);
}

function checkTags(graph: Graph, options: StepFunctionsOptions, { name, tags }: Stack, sink: Diagnostics): void {
  const { span } = graph.flow;
  const count = Object.keys(tags).length;
  if (count > MOST_TAGS) sink.report('step-functions-too-many-tags', span, [count, MOST_TAGS]);
  for (const { tag, becomes } of tagsOf(graph, options, name).changed)
    sink.report('step-functions-tag', span, [tag, becomes]);
}
