import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import { checkSupport } from '../support.ts';
import { checkStepFunctions } from './check.ts';
import { checkDeployment } from './deploy/check.ts';
import { jobsOf } from './deploy/jobs.ts';
import { stackOf, type Stack } from './deploy/stack.ts';
import { stateMachine } from './machine.ts';
import { machineName, nameStates } from './names.ts';
import type { StepFunctionsOptions } from './options.ts';
import { supports } from './supports.ts';
import type { Bucket } from './tasks.ts';

/** A format, and what it holds. */
export interface StepFunctionsManifest {
  readonly format: NonNullable<StepFunctionsOptions['format']>;
  readonly stack: Stack;
}

/** Lowers a verified graph to a state machine and what it needs around it. Reports what AWS cannot hold, or would refuse in a run. */
export function lowerStepFunctions(
  graph: Graph,
  options: StepFunctionsOptions,
  sink: Diagnostics,
): StepFunctionsManifest {
  checkSupport(graph, 'Step Functions', supports, sink);
  const name = machineName(graph.flow.name, graph.flow.settings.project);
  const jobs = jobsOf(graph, options, name);
  const store = bucketOf(options.datastore);
  const context = { graph, machine: name, store, jobs };
  const { code, parallelism } = options;
  const machine = stateMachine(context, nameStates(graph), { code: code?.id, parallelism });
  checkStepFunctions(graph, machine, sink);
  const stack = stackOf(graph, options, { name, machine, jobs, store });
  checkDeployment(graph, options, stack, sink);
  return { format: options.format ?? 'cloudformation', stack };
}

/** As the runtime takes a root apart. Where no bucket is named, the check says so. */
function bucketOf(datastore = ''): Bucket {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]*)\/*(.*?)\/*$/s.exec(datastore) ?? [];
  return { bucket, prefix: path === '' ? '' : `${path}/` };
}
