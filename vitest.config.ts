import { defineConfig } from 'vitest/config';

// Flows, fixtures and tests import the package by its own name; here that means the sources, as it does in tsconfig.json.

const source = (path: string): string => new URL(path, import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^flowc$/, replacement: source('./src/api/index.ts') },
      { find: /^flowc\/compiler$/, replacement: source('./src/compiler/index.ts') },
      { find: /^flowc\/config$/, replacement: source('./src/config.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
