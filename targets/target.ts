import type { Diagnostics } from '../src/compiler/diagnostics/sink.ts';
import type { OutputFile } from '../src/compiler/emit/output-file.ts';
import type { Graph, Item, Region, Transition } from '../src/compiler/ir/graph.ts';
import type { ExitHandler } from '../src/compiler/ir/model.ts';
import type { Span } from '../src/compiler/ir/span.ts';
import type {
  FlowSettings,
  Kubernetes,
  Parameter,
  Resources,
  Retry,
  Schedule,
  TaskSettings,
  Volume,
} from '../src/compiler/ir/settings.ts';

// What a target is: a name, a table of what it can do, and two functions. The table names every feature of the graph by
// its type there, so that a new kind of region or a new setting does not compile until each target has answered for it.

/** An orchestrator that flowc compiles to. `Manifest` is the engine's document as data. */
export interface Target<Options, Manifest> {
  /** As in `--target argo`. */
  readonly id: string;
  /** As in a sentence: `Argo Workflows`. */
  readonly title: string;
  readonly supports: Supports;
  /**
   * The engine's document for a verified graph. Reports what the engine cannot hold, all of it at once, and then what comes back is not to be
   * printed.
   */
  lower(graph: Graph, options: Options, sink: Diagnostics): Manifest;
  /** The names by which a flow's parts are seen in the engine. */
  explain(graph: Graph): readonly Meaning[];
  /** The files of a document that was lowered without errors. */
  print(manifest: Manifest): readonly OutputFile[];
}

/** A name that the engine shows, and what of the flow it stands for. */
export interface Meaning {
  readonly name: string;
  /** `the body of the foreach that \`start\` opens` */
  readonly text: string;
  /** The step or exit handler that a task of this name runs, if it runs one. */
  readonly step?: string;
  /** Where it comes from in the source. */
  readonly span: Span;
}

/**
 * How the code package, called by its id, comes to the tasks: they fetch it from the datastore, or the image has it, or the manifests carry it,
 * compressed by zstd.
 */
export type CodeDelivery =
  | { readonly delivery: 'datastore' | 'image'; readonly id: string }
  | { readonly delivery: 'inline'; readonly id: string; readonly compressed: Uint8Array };

/** `true`: the target does it. `'ignored'`: it is meant for another target and says nothing here. Else why it cannot, as the end of a sentence. */
export type Answer = true | 'ignored' | { readonly cannot: string };

type Answers<Feature extends string> = Readonly<Record<Feature, Answer>>;

/** A target's answer for everything that a graph can say. */
export interface Supports {
  readonly regions: Answers<Region['kind']>;
  readonly items: Answers<Item['kind']>;
  readonly transitions: Answers<Transition['kind']>;
  readonly parameters: Answers<Parameter['kind']>;
  readonly exitHandlers: Answers<ExitHandler['when']>;
  readonly step: Answers<keyof TaskSettings>;
  readonly flow: Answers<keyof FlowSettings>;
  readonly retryOn: Answers<Retry['on']>;
  readonly backoff: Answers<'whole' | 'fraction'>;
  readonly resources: Answers<keyof Resources>;
  readonly kubernetes: Answers<keyof Kubernetes>;
  readonly volumes: Answers<Volume['source']['kind']>;
  readonly concurrency: Answers<Schedule['concurrency']>;
}
