import type { Engine } from './engine.ts';

// Every engine that flows can be run on, by the name that `npm run engine` takes.

export interface EngineKind {
  /** Why it cannot be had on this machine, in a sentence with the way out. */
  whyNot(): Promise<string | undefined>;
  /** @param say - Is told of what takes time. */
  start(say: (line: string) => void): Promise<Engine>;
}

const airflow = (id: 'airflow' | 'airflow-2'): EngineKind => ({
  whyNot: async () => (await import('./airflow/installation.ts')).whyNoAirflow(),
  start: async () => (await import('./airflow/engine.ts')).startAirflowEngine(id),
});

export const engines = {
  local: {
    whyNot: async () => undefined,
    start: async () => (await import('./local/engine.ts')).local,
  },
  argo: {
    whyNot: async () => (await import('./argo/cluster/cluster.ts')).whyNoCluster(),
    start: async (say) => (await import('./argo/engine.ts')).startArgo(say),
  },
  airflow: airflow('airflow'),
  'airflow-2': airflow('airflow-2'),
  'step-functions': {
    whyNot: async () => (await import('./step-functions/installation.ts')).whyNoMoto(),
    start: async () => (await import('./step-functions/engine.ts')).startStepFunctions(),
  },
} as const satisfies Readonly<Record<string, EngineKind>>;

export type EngineId = keyof typeof engines;
