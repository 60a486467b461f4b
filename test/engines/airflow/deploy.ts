import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { emitFlow } from '../../../src/cli/emit.ts';
import { Diagnostics } from '../../../src/compiler/diagnostics/sink.ts';
import type { Json } from '../../../src/runtime/json.ts';
import { environment } from '../../../src/runtime/protocol.ts';
import { codeKey } from '../../../src/runtime/store/layout.ts';
import { openStore } from '../../../src/runtime/store/open.ts';
import type { EngineFlow } from '../engine.ts';
import { prepare, type Prepared } from '../prepare.ts';
import { secretVariables } from '../secrets.ts';

// A flow as `flowc push` and `flowc compile` bring it to an Airflow whose workers run the tasks: the code in a datastore, or where an image would have it, and a
// file in the folder of DAGs. Each has folders of its own.

export interface Deployed {
  readonly prepared: Prepared;
  readonly dags: string;
  readonly datastore: string;
  /** Of the run, as somebody who triggers it says them. */
  readonly conf: Readonly<Record<string, Json>>;
  /** What the workers have in their environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** The target takes no such flow. */
export class RefusedFlow extends Error {
  override readonly name = 'RefusedFlow';
}

/** Throws RefusedFlow. @param folder - Of its own. */
export async function deploy(flow: EngineFlow, folder: string): Promise<Deployed> {
  const prepared = await prepare(flow);
  const { plan } = prepared;
  const [dags, datastore, packages] = [join(folder, 'dags'), join(folder, 'store'), join(folder, 'packages')];
  for (const path of [dags, datastore, packages]) mkdirSync(path, { recursive: true });
  for (const { path, text } of emit(flow, prepared, datastore)) writeFileSync(join(dags, basename(path)), text);
  const conf = await deliver(flow, prepared, datastore, packages);
  return { prepared, dags, datastore, conf, env: { ...secretVariables(plan), [environment.packages]: packages } };
}

function emit({ settings }: EngineFlow, { graph, id }: Prepared, datastore: string) {
  const sink = new Diagnostics();
  const code = settings?.code ?? 'datastore';
  const delivery = code === 'inline' ? { delivery: code, id, compressed: new Uint8Array() } : { delivery: code, id };
  const files = emitFlow(graph, 'airflow', { ...settings, executor: 'bash', datastore }, sink, delivery);
  if (!sink.hasErrors) return files;
  const errors = sink.sorted().filter(({ severity }) => severity === 'error');
  throw new RefusedFlow(errors.map(({ code: number, message }) => `${number} ${message}`).join('; '));
}

/** @returns What is given of parameters; files by paths from anywhere. */
async function deliver(
  { settings, parameters = {}, root }: EngineFlow,
  { plan, id, bytes, parameters: values }: Prepared,
  datastore: string,
  packages: string,
): Promise<Readonly<Record<string, Json>>> {
  if (settings?.code === 'image') writeFileSync(join(packages, id), bytes);
  else {
    const store = await openStore(datastore, {});
    await store.putIfAbsent(codeKey(id), bytes);
    await store.close();
  }
  const files = new Set(plan.parameters.filter(({ kind }) => kind === 'file').map(({ name }) => name));
  const given = Object.entries(values).filter(([name]) => Object.hasOwn(parameters, name));
  return Object.fromEntries(
    given.map(([name, value]) => [name, files.has(name) && typeof value === 'string' ? resolve(root, value) : value]),
  );
}
