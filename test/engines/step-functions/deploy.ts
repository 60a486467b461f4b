import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { emitFlow } from '../../../src/cli/emit.ts';
import type { OutputFile } from '../../../src/compiler/emit/output-file.ts';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Json } from '../../../src/runtime/json.ts';
import { codeKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { EngineFlow } from '../engine.ts';
import { prepare, type Prepared } from '../prepare.ts';
import { ACCOUNT, BUCKET, REGION, type Aws } from './aws.ts';
import { AwsError } from './ask.ts';
import { asInBatch, propertiesIn } from './template.ts';

// A flow in what stands for AWS as `flowc push`, `flowc compile` and AWS's own tools bring it there: the code in its datastore or in the image, job definitions, a state machine, and
// the queues that they name. Flows of one name do not meet: what is made of a flow has a name of its own.

export interface Deployed {
  readonly prepared: Prepared;
  /** `s3://bucket/prefix`, of its own. */
  readonly datastore: string;
  /** The state machine's ARN. */
  readonly machine: string;
  /** As whoever starts an execution gives it. */
  readonly input: Readonly<Record<string, Json>>;
}

/** The target takes no such flow. */
export class RefusedFlow extends Error {
  override readonly name = 'RefusedFlow';
}

/** Where the target's configuration names none. */
const QUEUE = 'flows';

/** What a test has otherwise than flowc writes it, in each file. */
export type Change = (text: string) => string;

/** Throws RefusedFlow. @param unique - Tells what is made of the flow from all else. */
export async function deploy(
  flow: EngineFlow,
  unique: string,
  aws: Aws,
  change: Change = (text) => text,
): Promise<Deployed> {
  const prepared = await prepare(flow);
  const datastore = `s3://${BUCKET}/${unique}`;
  const files = emit(flow, prepared, datastore).map(({ path, text }) => ({ path, text: change(text) }));
  const { definition, jobs } = read(files);
  await deliver(flow, prepared, datastore, aws);
  for (const name of jobs.flatMap((job) => namedIn(job, 'valueFrom'))) await aws.haveSecret(name);
  for (const job of jobs) await aws.ask('batch', 'registerjobdefinition', renamed(job, unique));
  for (const name of new Set(namedIn(definition, 'JobQueue'))) await aws.haveQueue(name);
  const machine = await putMachine(unique, JSON.stringify(renamed(definition, unique)), aws);
  return { prepared, datastore, machine, input: inputOf(flow, prepared) };
}

/** Makes it, or gives it another definition where it is there. Answers with its ARN. */
async function putMachine(name: string, definition: string, aws: Aws): Promise<string> {
  const stateMachineArn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`;
  try {
    await aws.ask('states', 'UpdateStateMachine', { stateMachineArn, definition });
  } catch (error) {
    if (!(error instanceof AwsError) || !error.message.includes('StateMachineDoesNotExist')) throw error;
    await aws.ask('states', 'CreateStateMachine', { name, definition, roleArn: `arn:aws:iam::${ACCOUNT}:role/states` });
  }
  return stateMachineArn;
}

function emit({ settings }: EngineFlow, { graph, id }: Prepared, datastore: string): readonly OutputFile[] {
  const sink = new Diagnostics();
  const code = settings?.code ?? 'datastore';
  const delivery = code === 'inline' ? { delivery: code, id, compressed: new Uint8Array() } : { delivery: code, id };
  const own = { image: 'of/this-machine', batchQueue: QUEUE };
  const files = emitFlow(graph, 'step-functions', { ...own, ...settings, datastore }, sink, delivery);
  if (!sink.hasErrors) return files;
  const errors = sink.sorted().filter(({ severity }) => severity === 'error');
  throw new RefusedFlow(errors.map(({ code: number, message }) => `${number} ${message}`).join('; '));
}

interface Definitions {
  readonly definition: Json;
  readonly jobs: readonly Json[];
}

/** What a template says, or the bare definitions do. Roles are nobody's here. */
function read(files: readonly OutputFile[]): Definitions {
  const ending = (end: string): readonly string[] =>
    files.filter(({ path }) => path.endsWith(end)).map(({ text }) => text);
  const [template] = ending('/template.yaml');
  if (template !== undefined) return inTemplate(template);
  const [machine = ''] = ending('/state-machine.asl.json');
  return {
    definition: JSON.parse(machine) as Json,
    jobs: ending('.job-definition.yaml').map((text) => load(text) as Json),
  };
}

function inTemplate(template: string): Definitions {
  const place = { account: ACCOUNT, region: REGION };
  const [machine] = propertiesIn(template, 'AWS::StepFunctions::StateMachine', place);
  const definition = machine?.['Definition'];
  if (definition === undefined) throw new Error('the template has no state machine');
  return { definition, jobs: propertiesIn(template, 'AWS::Batch::JobDefinition', place).map(asInBatch) };
}

/** The same with another name for each job definition, wherever it is named. */
const renamed = (value: Json, unique: string): object =>
  JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key.toLowerCase() === 'jobdefinition' || key === 'jobDefinitionName' ? `${unique}_${String(inner)}` : inner,
  ) as object;

/** All texts under a key, however deep. */
function namedIn(value: Json, name: string): readonly string[] {
  const found: string[] = [];
  JSON.stringify(value, (key, inner: unknown) => {
    if (key === name && typeof inner === 'string') found.push(inner);
    return inner;
  });
  return found;
}

async function deliver({ settings }: EngineFlow, { id, bytes }: Prepared, datastore: string, aws: Aws): Promise<void> {
  if (settings?.code === 'image') {
    writeFileSync(join(aws.packages, id), bytes);
    return;
  }
  const store = await openStore(datastore, aws.env);
  await store.putIfAbsent(codeKey(id), bytes);
  await store.close();
}

/** What is given of parameters; files by paths from anywhere. */
function inputOf({ parameters = {}, root }: EngineFlow, { plan, parameters: values }: Prepared): Deployed['input'] {
  const files = new Set(plan.parameters.filter(({ kind }) => kind === 'file').map(({ name }) => name));
  const given = Object.entries(values).filter(([name]) => Object.hasOwn(parameters, name));
  return Object.fromEntries(
    given.map(([name, value]) => [name, files.has(name) && typeof value === 'string' ? resolve(root, value) : value]),
  );
}
