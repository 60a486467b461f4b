import { extname } from 'node:path';
import type { Loader, Plugin } from 'esbuild';
import type { Finding } from '../compiler/diagnostics/render.ts';
import { parse } from '../compiler/parse/parse-source.ts';
import { inRoot } from './in-root.ts';
import { lostPlaces, mayUsePlace } from './lost-places.ts';
import { withoutOwnDecorators } from './own-decorators.ts';
import { readSource } from './source-text.ts';

// esbuild is handed the project's own files without flowc's decorators, and is not handed those that ask where they lie. Most files hold
// neither word, and are never parsed here.

const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
};

export function ownSources(root: string, report: (finding: Finding) => void): Plugin {
  return {
    name: 'flowc-own-sources',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
        const loader = loaders[extname(path)];
        const text = isInstalled(path) || loader === undefined ? undefined : readSource(path);
        if (text === undefined || loader === undefined) return undefined;
        const asksPlace = mayUsePlace(text);
        if (!asksPlace && !/['"]flowc['"]/.test(text)) return undefined;
        const { program, errors } = parse(path, text);
        if (errors.length > 0) return undefined;
        if (asksPlace) lostPlaces(inRoot(root, path), program).forEach(report);
        return { contents: withoutOwnDecorators(text, program), loader };
      });
    },
  };
}

const isInstalled = (path: string): boolean => /[/\\]node_modules[/\\]/.test(path);
