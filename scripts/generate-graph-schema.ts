// Writes schema/graph.schema.json, the JSON Schema of what `flowc graph --format json` prints, from the types of src/compiler/ir/graph.ts:
// their comments become its descriptions, and every object is closed.
//
// The generator brings a TypeScript of its own, whose version has nothing to do with ours: it only has to parse these few files.
//
// Usage: node scripts/generate-graph-schema.ts

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import {
  AnnotatedType,
  type CompletedConfig,
  createFormatter,
  createParser,
  createProgram,
  DEFAULT_CONFIG,
  DefinitionType,
  SchemaGenerator,
  StringType,
  type SubNodeParser,
} from 'ts-json-schema-generator';

const root = fileURLToPath(new URL('..', import.meta.url));

export const graphSchemaFile = `${root}schema/graph.schema.json`;

/** A branded string intersects with what no JSON holds; in JSON it is a string with the region's kind before the step that opens it. */
const regionId: SubNodeParser = {
  supportsNode: (node) => /^export type RegionId\b/.test(node.getText()),
  createType: () =>
    new DefinitionType(
      'RegionId',
      new AnnotatedType(
        new StringType(),
        {
          description:
            '`parallel:a`, `foreach:a`, `choice:a`, `loop:a`: the kind and the step that opens it (of a loop: its header).',
          pattern: '^(parallel|foreach|choice|loop):',
        },
        false,
      ),
    ),
};

/** The schema's text, as it stands in the repository. */
export async function graphSchema(): Promise<string> {
  const config: CompletedConfig = {
    ...DEFAULT_CONFIG,
    path: `${root}src/compiler/ir/graph.ts`,
    tsconfig: `${root}tsconfig.json`,
    type: 'Graph',
    skipTypeCheck: true,
  };
  const program = createProgram(config);
  const parser = createParser(program, config, (chain) => chain.addNodeParser(regionId));
  const { $ref, definitions = {} } = new SchemaGenerator(program, parser, createFormatter(config), config).createSchema(
    'Graph',
  );
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A graph of flowc, version 1',
    $ref,
    $defs: definitions,
  };
  const text = JSON.stringify(schema).replaceAll('"#/definitions/', '"#/$defs/');
  return format(text, { parser: 'json', printWidth: 120 });
}

if (import.meta.main) writeFileSync(graphSchemaFile, await graphSchema());
