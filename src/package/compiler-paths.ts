import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';
import { Resolver } from '../compiler/parse/resolve.ts';
import { TsConfigs } from '../compiler/parse/tsconfig.ts';
import { readSource } from './source-text.ts';

// What a tsconfig's `paths` and `baseUrl` and a package.json's `imports` mean is decided by the compiler's own resolver, so that what was read and what runs
// is the same file. esbuild would read the whole tsconfig, and with it settings that change what a class means.

export function compilerPaths(): Plugin {
  return {
    name: 'flowc-compiler-paths',
    setup(build) {
      const host = { readFile: readSource };
      const resolver = new Resolver(host, new TsConfigs(host));
      build.onResolve({ filter: /^[^./]/, namespace: 'file' }, ({ path: specifier, importer, kind }) => {
        if (kind === 'entry-point' || /[/\\]node_modules[/\\]/.test(importer)) return undefined;
        const target = resolver.resolve(dirname(importer), specifier);
        return target.kind === 'file' && !target.path.endsWith('.d.ts') ? { path: target.path } : undefined;
      });
    },
  };
}
