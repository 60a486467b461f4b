import { resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import * as api from '../../../src/api/index.ts';

const entry = resolve(import.meta.dirname, '../../../src/api/index.ts');

it('exports what the authoring contract names, and no more', () => {
  expect(Object.keys(api).toSorted()).toEqual([
    'FlowSpec',
    'batch',
    'catchError',
    'container',
    'current',
    'environment',
    'file',
    'kubernetes',
    'onExit',
    'parameter',
    'project',
    'resources',
    'retry',
    'schedule',
    'secrets',
    'step',
    'tags',
    'timeout',
    'trigger',
    'triggerOnFinish',
  ]);
});

it('does nothing when it is imported: a bundle of the bare import is empty', async () => {
  const { outputFiles } = await build({
    stdin: { contents: `import ${JSON.stringify(entry)};`, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    ignoreAnnotations: true, // else package.json's word that there are no side effects would be taken for it
    minify: true,
    write: false,
  });
  expect(outputFiles[0]?.text).toBe('');
});

it('decorates a flow without a trace', async () => {
  const flow = `
    import { FlowSpec, catchError, kubernetes, onExit, retry, schedule, step, tags, timeout } from ${JSON.stringify(entry)};
    @schedule({ every: 'day' })
    @tags(['a'])
    @retry()
    export class Decorated extends FlowSpec {
      @timeout('90s')
      @catchError()
      @kubernetes({ namespace: 'ml' })
      @step
      start() { return 'start'; }
      @onExit('always')
      clean() { return 'clean'; }
      @step
      end() { return 'end'; }
    }
    const flow = new Decorated();
    export const seen = [flow.start(), flow.clean(), flow.end(), Decorated.name, Object.keys(flow)];`;
  const { outputFiles } = await build({
    stdin: { contents: flow, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    format: 'esm',
    target: 'node24',
    write: false,
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const { seen }: { seen: unknown } = await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
  expect(seen).toEqual(['start', 'clean', 'end', 'Decorated', []]);
});
