import { test } from 'vitest';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { compile } from '../../../../src/compiler/compile.ts';
import { renderer } from '../../../../src/compiler/diagnostics/render.ts';
import { printGraph, GRAPH_FORMATS } from '../../../../src/compiler/print/print-graph.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
const validate = new Ajv2020({ allErrors: true, strictTypes: false }).compile(JSON.parse(readFileSync('schema/graph.schema.json', 'utf8')));
const readFile = (p: string) => { try { return readFileSync(p, 'utf8'); } catch { return undefined; } };
test('x', () => {
  let out = '';
  for (const file of globSync('{fixtures,examples}/*/flow.ts').sort()) {
    if (file.includes('fixtures/errors')) continue;
    try {
    const { flows, diagnostics } = compile({ file }, { readFile });
    out += `${diagnostics.length === 0 ? 'ok' : '!!'} ${file} ${flows.map((f) => f.graph.flow.name)}\n`;
    const render = renderer({ source: readFile });
    for (const d of diagnostics) out += render(d) + '\n';
    for (const { graph } of flows) {
      if (!validate(JSON.parse(printGraph(graph, 'json')))) out += JSON.stringify(validate.errors, null, 1).slice(0, 2000);
      for (const f of GRAPH_FORMATS) writeFileSync(`/tmp/pp/${graph.flow.name}.${f}`, printGraph(graph, f, { width: 110, data: true }));
    }
    } catch (e) { out += `THROWN ${file} ${(e as Error).stack}\n`; }
  }
  writeFileSync('/tmp/pp/report.txt', out);
});
