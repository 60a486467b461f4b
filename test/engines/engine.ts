import type { Entry } from '../../src/compiler/compile.ts';
import type { Host } from '../../src/compiler/host.ts';
import type { Settings } from '../../src/config.ts';
import type { RecordedRun } from './recorded-run.ts';

// What runs flows, as tests and `npm run engine` see it: the local engine, and every orchestrator that flowc compiles for, for real. One more of them is
// one more implementation of `Engine`, and a line in engines.ts.

/** A flow to be run, from any file. */
export interface EngineFlow {
  /** What a person calls it. */
  readonly file: string;
  /** The folder that `host` reads. */
  readonly root: string;
  readonly host: Host;
  readonly entry: Entry;
  /** Texts, as on a command line. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What a project's configuration says; image and datastore are the engine's own. */
  readonly settings?: Settings;
}

/** What an engine itself started, read from the engine (for Argo: pods), not from the datastore. */
export interface Started {
  /** A step or an exit handler. */
  readonly step: string;
  readonly task: string;
  /** 0 for the first. */
  readonly attempt: number;
}

export interface EngineRun {
  /** As the engine says. */
  readonly phase: 'succeeded' | 'failed';
  /** Why it failed, as the engine says. */
  readonly message?: string;
  /** From the submission to the end. */
  readonly seconds: number;
  readonly started: readonly Started[];
  /** Where what the engine shows of its tasks is not what it started, in sentences. */
  readonly contradictions?: readonly string[];
  /** Why flowc does not compile the flow for the engine, by its own diagnostics: nothing ran. */
  readonly refused?: string;
  /** From the datastore. */
  readonly run: RecordedRun;
}

export type EngineEvent =
  | { readonly kind: 'note'; readonly text: string }
  /** `index`: of the flow, as they were given. */
  | { readonly kind: 'ended'; readonly index: number; readonly run: EngineRun };

export interface Engine {
  /** As on the command line and in records. */
  readonly id: string;
  readonly title: string;
  /** Of everything that a run's outcome may depend on: `4.0.2, Kubernetes 1.36.1`. */
  readonly version: string;
  /**
   * Runs flows side by side, and answers in their order. A flow that the engine refuses is a run that failed. Flows of one name do not meet.
   *
   * @param on - Told of each run as it ends.
   */
  run(flows: readonly EngineFlow[], on: (event: EngineEvent) => void): Promise<readonly EngineRun[]>;
  stop(): Promise<void>;
}
