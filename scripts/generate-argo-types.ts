// Writes the TypeScript types and the JSON schema of the manifests that flowc emits for Argo, from the schemas that Argo
// Workflows and Argo Events publish in their Go modules (test/engines/argo/go/argo/go.mod pins both; `go` fetches them).
//
// Argo's schemas describe everything that Argo can do and leave every object open. An emitter is checked well by the
// opposite: the parts that flowc has a use for, every object closed. So the definitions are cut to those reachable from
// the kinds below without the fields of `unused`, and the few that say less than Argo accepts are put right.
//
// Usage: node scripts/generate-argo-types.ts [--check]

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { format } from 'prettier';

interface Definition {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly $ref?: string;
  readonly items?: Definition;
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Definition | false;
}

const goModuleFolder = fileURLToPath(new URL('../test/engines/argo/go/argo', import.meta.url));
const outputFolder = fileURLToPath(new URL('../targets/argo/schema', import.meta.url));

const workflow = 'io.argoproj.workflow.v1alpha1.';
const events = 'io.argoproj.events.v1alpha1.';
const core = 'io.k8s.api.core.v1.';
const rbac = 'io.k8s.api.rbac.v1.';
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.';

/** Every kind that flowc writes, and Workflow, which a Sensor submits. The apiVersion is what the object must say. */
const roots: Readonly<Record<string, string>> = {
  [`${workflow}Workflow`]: 'argoproj.io/v1alpha1',
  [`${workflow}WorkflowTemplate`]: 'argoproj.io/v1alpha1',
  [`${workflow}CronWorkflow`]: 'argoproj.io/v1alpha1',
  [`${events}Sensor`]: 'argoproj.io/v1alpha1',
  [`${core}ConfigMap`]: 'v1',
  [`${core}ServiceAccount`]: 'v1',
  [`${rbac}Role`]: 'rbac.authorization.k8s.io/v1',
  [`${rbac}RoleBinding`]: 'rbac.authorization.k8s.io/v1',
};

/** Fields that flowc never writes: what the cluster fills in, other kinds of template or trigger, Argo's own artifacts. */
const unused: Readonly<Record<string, readonly string[]>> = {
  [`${workflow}Workflow`]: ['status'],
  [`${workflow}CronWorkflow`]: ['status'],
  [`${events}Sensor`]: ['status'],
  [`${meta}ObjectMeta`]: [
    ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'finalizers', 'generation'],
    ...['managedFields', 'ownerReferences', 'resourceVersion', 'selfLink', 'uid'],
  ],
  [`${workflow}WorkflowSpec`]: ['artifactGC', 'artifactRepositoryRef', 'executor', 'metrics', 'volumeClaimTemplates'],
  [`${workflow}Template`]: [
    ...[
      'archiveLocation',
      'containerSet',
      'daemon',
      'data',
      'executor',
      'http',
      'initContainers',
      'memoize',
      'metrics',
    ],
    ...['plugin', 'resource', 'script', 'sidecars', 'steps', 'suspend'],
  ],
  [`${workflow}DAGTask`]: ['inline', 'onExit', 'withItems', 'withParam'],
  [`${workflow}Inputs`]: ['artifacts'],
  [`${workflow}Outputs`]: ['artifacts', 'exitCode', 'result'],
  [`${workflow}Arguments`]: ['artifacts'],
  [`${events}TriggerTemplate`]: [
    ...[
      'argoWorkflow',
      'awsLambda',
      'azureEventHubs',
      'azureServiceBus',
      'custom',
      'email',
      'http',
      'kafka',
      'log',
      'nats',
    ],
    ...['openWhisk', 'pulsar', 'slack'],
  ],
  [`${events}ArtifactLocation`]: ['configmap', 'file', 'git', 'inline', 's3', 'url'],
  [`${events}Template`]: ['container'],
};

/** Where the published schema says other than what Argo accepts, or less than flowc knows. */
const corrections: Readonly<Record<string, Definition>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  [`${events}Int64OrString`]: { type: ['integer', 'string'] },
  // Argo Events takes any object here; flowc's triggers submit workflows.
  [`${events}K8SResource`]: { $ref: `#/definitions/${workflow}Workflow` },
};

/** Fields that may be left out although the schema asks for them: a container's image may stand in templateDefaults. */
const optional: Readonly<Record<string, readonly string[]>> = { [`${core}Container`]: ['image'] };

/** The text of each generated file, by name. */
export async function generateArgoTypes(): Promise<ReadonlyMap<string, string>> {
  const published = {
    // The Kubernetes kinds for access come from Argo Events' schema; where both define a type, Argo Workflows' stands.
    ...readDefinitions('github.com/argoproj/argo-events'),
    ...readDefinitions('github.com/argoproj/argo-workflows/v4'),
  };
  const reachable = reachableDefinitions(published);
  const names = shortNames([...reachable.keys()]);
  const definitions: Record<string, Definition> = {};
  for (const [id, definition] of [...reachable].toSorted(([a], [b]) => (nameOf(names, a) < nameOf(names, b) ? -1 : 1)))
    definitions[nameOf(names, id)] = rename(definition, names);
  const schema = {
    oneOf: Object.keys(roots).map((id) => ({ $ref: `#/definitions/${nameOf(names, id)}` })),
    definitions,
  };
  return new Map([
    ['manifest.generated.ts', await typesOf(schema)],
    [
      'manifest.schema.json',
      await format(JSON.stringify(schema, withoutDescription), { parser: 'json', printWidth: 120 }),
    ],
  ]);
}

function readDefinitions(module: string): Record<string, Definition> {
  const download = execFileSync('go', ['mod', 'download', '-json', module], { cwd: goModuleFolder, encoding: 'utf8' });
  const { Dir: folder }: { Dir: string } = JSON.parse(download);
  const schema: { definitions: Record<string, Definition> } = JSON.parse(
    readFileSync(join(folder, 'api/jsonschema/schema.json'), 'utf8'),
  );
  return schema.definitions;
}

function reachableDefinitions(published: Readonly<Record<string, Definition>>): Map<string, Definition> {
  const reachable = new Map<string, Definition>();
  const open = Object.keys(roots);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reachable.has(id)) continue;
    const definition = published[id];
    if (definition === undefined) throw new Error(`The published schemas no longer define ${id}.`);
    const kept = prune(id, corrections[id] ?? definition);
    reachable.set(id, kept);
    open.push(...referencesIn(kept));
  }
  return reachable;
}

/** The definition closed and without its unused fields; a root says its kind and apiVersion. */
function prune(id: string, definition: Definition): Definition {
  if (definition.properties === undefined) return definition;
  const fields = new Map(Object.entries(definition.properties));
  for (const field of unused[id] ?? [])
    if (!fields.delete(field)) throw new Error(`The published schema of ${id} has no field ${field} to leave out.`);
  let required = (definition.required ?? []).filter((field) => fields.has(field) && !optional[id]?.includes(field));
  const apiVersion = roots[id];
  if (apiVersion !== undefined) {
    fields.set('apiVersion', { const: apiVersion });
    fields.set('kind', { const: id.slice(id.lastIndexOf('.') + 1) });
    required = [...new Set([...required, 'apiVersion', 'kind', 'metadata'])];
  }
  return { ...definition, properties: Object.fromEntries(fields), required, additionalProperties: false };
}

function referencesIn(definition: Definition): string[] {
  const own = definition.$ref === undefined ? [] : [definition.$ref.slice('#/definitions/'.length)];
  return [...own, ...childrenOf(definition).flatMap(referencesIn)];
}

function childrenOf(definition: Definition): Definition[] {
  const { items, properties = {}, additionalProperties } = definition;
  return [
    ...(items ? [items] : []),
    ...Object.values(properties),
    ...(additionalProperties ? [additionalProperties] : []),
  ];
}

/** `Template` for `io.argoproj.workflow.v1alpha1.Template`; what Argo Events names the same as another is `EventsX`. */
function shortNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of [...ids].toSorted((a, b) => Number(a.startsWith(events)) - Number(b.startsWith(events)))) {
    const last = id.slice(id.lastIndexOf('.') + 1);
    const name = taken.has(last) ? `Events${last}` : last;
    if (taken.has(name)) throw new Error(`Two definitions would be named ${name}.`);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

function nameOf(names: ReadonlyMap<string, string>, id: string): string {
  const name = names.get(id);
  if (name === undefined) throw new Error(`${id} is referred to and was not reached.`);
  return name;
}

function rename(definition: Definition, names: ReadonlyMap<string, string>): Definition {
  const {
    description,
    type,
    const: constant,
    enum: values,
    $ref,
    items,
    properties,
    required,
    additionalProperties,
  } = definition;
  if ($ref !== undefined) return { $ref: `#/definitions/${nameOf(names, $ref.slice('#/definitions/'.length))}` };
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, rename(field, names)] as const);
  return {
    ...(description === undefined ? {} : { description: firstSentence(description) }),
    ...(type === undefined ? {} : { type }),
    ...(constant === undefined ? {} : { const: constant }),
    ...(values === undefined ? {} : { enum: values }),
    ...(items === undefined ? {} : { items: rename(items, names) }),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(fields) }),
    ...(required === undefined || required.length === 0 ? {} : { required }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: additionalProperties && rename(additionalProperties, names) }),
  };
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.)\s|\n/, 1)[0] ?? '';
}

function withoutDescription(key: string, value: unknown): unknown {
  return key === 'description' && typeof value === 'string' ? undefined : value;
}

async function typesOf(schema: object): Promise<string> {
  const text = await compile(schema, 'Manifest', {
    additionalProperties: false,
    bannerComment:
      '// Made by scripts/generate-argo-types.ts from the JSON schemas of Argo Workflows and Argo Events. Do not edit.',
    style: { printWidth: 120, singleQuote: true },
  });
  return text
    .replace(/^( +)(?=(?:\[k: string\]|'?[\w$-]+'?\??): )/gm, '$1readonly ')
    .replace(/: ([\w.]+)\[\](?=;$)/gm, ': readonly $1[]');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const [name, text] of await generateArgoTypes()) {
    const path = join(outputFolder, name);
    if (!process.argv.includes('--check')) writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text) {
      console.error(`${path} is not what the pinned schemas give. Run: node scripts/generate-argo-types.ts`);
      process.exitCode = 1;
    }
  }
}
