import type { Diagnostics } from '../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../src/compiler/ir/graph.ts';
import type { Json } from '../../src/compiler/ir/settings.ts';
import { environment as shimVariables } from '../../src/runtime/protocol.ts';
import { badSecrets, clashingVolumes, isText, repeatedVariables, textsIn } from '../kubernetes/faults.ts';
import { lackingStarts, runnables, type Runnable } from '../runnables.ts';
import { isBash } from './operators.ts';
import type { AirflowOptions } from './options.ts';
import { FRAMES } from './shim-task.ts';

// What Airflow would find out only when it reads the file, when it runs it, or never. What the graph comes to is check-graph.ts's.

/** https://github.com/apache/airflow/blob/3.3.2/task-sdk/src/airflow/sdk/definitions/dag.py: TAG_MAX_LEN */
const MAX_TAG = 100;

export function checkAirflow(graph: Graph, options: AirflowOptions, sink: Diagnostics): void {
  for (const { decorator, span, parameter, related } of lackingStarts(graph))
    sink.report('airflow-start-lacks-parameter', span, [decorator, parameter.name], related);
  for (const one of runnables(graph)) {
    checkRetries(one, options, sink);
    checkTexts(one, sink);
    if (isBash(options)) checkProcess(one, sink);
    else checkPod(one, sink);
  }
  if (!isBash(options)) checkImage(graph, options, sink);
  checkDatastore(graph, options, sink);
  checkTags(graph, sink);
  checkOptions(graph, options, sink);
}

function checkRetries({ span, settings }: Runnable, { airflowVersion }: AirflowOptions, sink: Diagnostics): void {
  const { retry, spans } = settings;
  if (retry === undefined) return;
  if (retry.on !== 'any') sink.report('airflow-retries-any', spans.retry ?? span, [retry.on]);
  const { backoff } = retry;
  if (airflowVersion !== '3' && backoff !== 1 && backoff !== 2)
    sink.report('airflow-backoff', spans.retry ?? span, [backoff]);
}

function checkTexts({ span, settings }: Runnable, sink: Diagnostics): void {
  const { kubernetes, image, environment, spans } = settings;
  const texts = { kubernetes, image, environment } as const;
  for (const key of ['kubernetes', 'image', 'environment'] as const)
    for (const text of textsIn(texts[key] as Json | undefined))
      if (!isText(text)) sink.report('airflow-unprintable-text', spans[key] ?? span, [`@${key}`, JSON.stringify(text)]);
  for (const name of repeatedVariables(settings, [FRAMES.variable, ...Object.values(shimVariables)]))
    sink.report('airflow-variable-twice', spans.environment ?? spans.secrets ?? span, [name]);
}

/** What says nothing to a process of the worker's. */
function checkProcess({ span, settings }: Runnable, sink: Diagnostics): void {
  const { spans } = settings;
  const without = {
    image: '@container',
    resources: '@resources',
    secrets: '@secrets',
    kubernetes: '@kubernetes',
  } as const;
  for (const key of ['image', 'resources', 'secrets', 'kubernetes'] as const)
    if (settings[key] !== undefined) sink.report('airflow-without-pods', spans[key] ?? span, [without[key]]);
}

function checkPod({ span, settings }: Runnable, sink: Diagnostics): void {
  const { spans } = settings;
  for (const name of badSecrets(settings)) sink.report('airflow-secret-name', spans.secrets ?? span, [name]);
  for (const name of clashingVolumes(settings)) sink.report('airflow-volume-twice', spans.kubernetes ?? span, [name]);
}

function checkImage(graph: Graph, { image }: AirflowOptions, sink: Diagnostics): void {
  const [homeless] = runnables(graph).filter(({ settings }) => (settings.image ?? image) === undefined);
  if (homeless !== undefined) sink.report('airflow-no-image', homeless.span, [homeless.name]);
}

function checkDatastore({ flow: { name, span } }: Graph, { datastore }: AirflowOptions, sink: Diagnostics): void {
  if (datastore === undefined) sink.report('airflow-no-datastore', span, [name]);
  else if (!/^(?:s3:\/)?\//i.test(datastore)) sink.report('airflow-datastore-out-of-reach', span, [name, datastore]);
}

function checkTags({ flow: { span, settings } }: Graph, sink: Diagnostics): void {
  for (const tag of settings.tags)
    if (tag.length > MAX_TAG) sink.report('airflow-tag-too-long', span, [tag.length, MAX_TAG]);
}

function checkOptions({ flow: { span } }: Graph, options: AirflowOptions, sink: Diagnostics): void {
  const { code, ...others } = options;
  if (code?.delivery === 'inline') sink.report('airflow-code-inline', span, []);
  for (const text of textsIn({ ...others, collapse: [] }))
    if (!isText(text)) sink.report('airflow-unprintable-text', span, ['flowc.config', JSON.stringify(text)]);
}
