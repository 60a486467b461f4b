import { configDefaults, defineConfig } from 'vitest/config';

// Flows, fixtures and tests import the package by its own name; here that means the sources, as it does in tsconfig.json.
//
// What runs on a cluster is a project of its own: one cluster serves it all, after the other tests, as it takes all cores. Its files run side by side and its
// tests may wait long: what they wait for is pods. After it, one file after another, comes what runs on Airflow, and then what runs on Step Functions.

const source = (path: string): string => new URL(path, import.meta.url).pathname;

/** Not for the inner loop: they ask tools, engines and packages. */
const slow = ['test/{engines,fuzz,house,package,types}/**/*.test.ts'];
const onCluster = [
  'test/engines/argo/{behaviour,cluster}/**/*.test.ts',
  'test/engines/argo/conformance.test.ts',
  'test/engines/airflow/pods/**/*.test.ts',
];
const onAirflow = ['test/engines/airflow/**/*.test.ts'];
const onStepFunctions = ['test/engines/step-functions/**/*.test.ts'];

export default defineConfig({
  resolve: {
    alias: [
      { find: /^flowc$/, replacement: source('./src/api/index.ts') },
      { find: /^flowc\/compiler$/, replacement: source('./src/compiler/index.ts') },
      { find: /^flowc\/config$/, replacement: source('./src/config.ts') },
    ],
  },
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: [...configDefaults.exclude, ...slow] },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slow,
          exclude: [...configDefaults.exclude, ...onCluster, ...onAirflow, ...onStepFunctions],
        },
      },
      {
        extends: true,
        test: {
          name: 'argo',
          include: onCluster,
          globalSetup: 'test/engines/argo/cluster/for-tests.ts',
          sequence: { groupOrder: 1 },
          maxWorkers: 8,
          maxConcurrency: 200,
          testTimeout: 1_500_000,
          hookTimeout: 1_500_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'airflow',
          include: onAirflow,
          exclude: [...configDefaults.exclude, ...onCluster],
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
          maxConcurrency: 200,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'step-functions',
          include: onStepFunctions,
          sequence: { groupOrder: 3 },
          maxWorkers: 1,
          maxConcurrency: 200,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
