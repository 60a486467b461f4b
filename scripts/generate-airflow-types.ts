// Writes the TypeScript types of the part of Airflow's REST API that flowc uses, from the OpenAPI file that Airflow ships in its own package. Of the
// hundred operations a handful is asked for, so the document is cut to these, to their parameters that flowc gives, and to the JSON that they answer.
//
// Usage: node scripts/generate-airflow-types.ts OPENAPI_FILE [--check]
// OPENAPI_FILE is airflow/api_fastapi/core_api/openapi/v2-rest-api-generated.yaml of the Airflow that the tests pin.

import { readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import type { OpenAPI3, OperationObject, ParameterObject, PathItemObject, ResponseObject } from 'openapi-typescript';

const output = fileURLToPath(new URL('../src/orchestrators/airflow/api.generated.ts', import.meta.url));

const run = '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}';

/** What is kept: paths, their methods, and of these the parameters beside those of the path. */
const used: Readonly<Record<string, Partial<Record<'get' | 'post' | 'patch', readonly string[]>>>> = {
  '/api/v2/dags': { get: ['limit', 'offset', 'order_by', 'dag_id_pattern'] },
  '/api/v2/dags/{dag_id}': { get: [], patch: ['update_mask'] },
  '/api/v2/dags/{dag_id}/dagRuns': { get: ['limit', 'offset', 'order_by', 'run_id_pattern'], post: [] },
  [run]: { get: [], patch: ['update_mask'] },
  [`${run}/taskInstances`]: { get: ['limit', 'offset', 'order_by'] },
  [`${run}/taskInstances/{task_id}`]: { patch: ['update_mask'] },
  [`${run}/taskInstances/{task_id}/logs/{try_number}`]: { get: ['map_index', 'token'] },
  '/api/v2/importErrors': { get: ['limit', 'offset', 'order_by', 'filename_pattern'] },
};

/** The text of the generated file. */
export async function generateAirflowTypes(openapiFile: string): Promise<string> {
  // The generator builds its text with TypeScript's own printer, which TypeScript 7 no longer has as a library.
  const hooks = registerHooks({
    resolve: (specifier, context, next) => next(specifier === 'typescript' ? 'typescript-5.9' : specifier, context),
  });
  const { default: openapiTS, astToString } = await import('openapi-typescript');
  const types = astToString(await openapiTS(reduced(readFileSync(openapiFile, 'utf8'))));
  hooks.deregister();
  return `// Made by scripts/generate-airflow-types.ts from Airflow's OpenAPI file. Do not edit.\n\n${types}`;
}

function reduced(text: string): OpenAPI3 {
  const document = load(text) as OpenAPI3;
  const paths: Record<string, PathItemObject> = {};
  for (const [path, methods] of Object.entries(used)) {
    const item: PathItemObject = document.paths?.[path] ?? {};
    const kept: PathItemObject = {};
    for (const [method, parameters] of Object.entries(methods)) {
      const operation = item[method as keyof typeof methods];
      if (operation === undefined) throw new Error(`Airflow no longer has ${method} ${path}.`);
      kept[method as keyof typeof methods] = reducedOperation(operation, parameters, `${method} ${path}`);
    }
    paths[path] = kept;
  }
  return { ...document, paths, components: { schemas: reachableSchemas(document, paths) } };
}

function reducedOperation(operation: OperationObject, wanted: readonly string[], where: string): OperationObject {
  const all = (operation.parameters ?? []) as ParameterObject[];
  const parameters = all.filter((one) => one.in === 'path' || wanted.includes(one.name));
  for (const name of wanted) {
    if (!parameters.some((one) => one.name === name)) throw new Error(`${where} no longer has the parameter ${name}.`);
  }
  const responses: Record<string, ResponseObject> = {};
  for (const status of STATUSES) {
    const { description = '', content } = (operation.responses?.[status] ?? {}) as Partial<ResponseObject>;
    const json = content?.['application/json'];
    if (json !== undefined) responses[status] = { description, content: { 'application/json': json } };
    else if (status === '200') throw new Error(`${where} no longer answers JSON.`);
  }
  const { operationId, requestBody } = operation;
  return {
    ...(operationId === undefined ? {} : { operationId }),
    parameters,
    ...(requestBody === undefined ? {} : { requestBody }),
    responses,
  };
}

/** Those that say something about what was asked for; all others are answered alike, whatever was asked. */
const STATUSES = ['200', '400', '404', '409', '422'];

type Schemas = NonNullable<NonNullable<OpenAPI3['components']>['schemas']>;

/** All that the operations refer to, and what that refers to. */
function reachableSchemas({ components }: OpenAPI3, paths: object): Schemas {
  const reachable = new Map<string, Schemas[string]>();
  const open = referencesIn(paths);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const schema = components?.schemas?.[name];
    if (schema === undefined) throw new Error(`Airflow's file refers to ${name} and does not have it.`);
    if (reachable.has(name)) continue;
    reachable.set(name, schema);
    open.push(...referencesIn(schema));
  }
  return Object.fromEntries([...reachable].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const referencesIn = (part: object): string[] =>
  [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name);

if (import.meta.main) {
  const [file] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
  if (file === undefined) throw new Error('Usage: node scripts/generate-airflow-types.ts OPENAPI_FILE [--check]');
  const text = await generateAirflowTypes(file);
  if (!process.argv.includes('--check')) writeFileSync(output, text);
  else if (readFileSync(output, 'utf8') !== text) {
    console.error(`${output} is not what ${file} gives. Run: node scripts/generate-airflow-types.ts ${file}`);
    process.exitCode = 1;
  }
}
