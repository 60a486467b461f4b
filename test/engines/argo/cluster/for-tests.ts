// Starts the one cluster that all tests of the project `argo` share. Where none can be had they are skipped on a person's machine, which is told why, and fail
// in CI, where nobody would notice.

import { stderr } from 'node:process';
import type { TestProject } from 'vitest/node';
import { canRun } from '../../kept.ts';
import { type ClusterAddress, startCluster, whyNoCluster } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** For `connect`. Missing where there is no cluster. */
    readonly cluster: ClusterAddress | undefined;
  }
}

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!canRun('Tests on a cluster', await whyNoCluster())) {
    project.provide('cluster', undefined);
    return undefined;
  }
  const cluster = await startCluster((line) => stderr.write(`cluster: ${line}\n`));
  project.provide('cluster', cluster.address);
  return () => cluster.stop();
}
