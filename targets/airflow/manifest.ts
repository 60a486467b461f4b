import type { Chain } from './chains.ts';
import type { Assignment, Call, Name, Python } from './python.ts';

// A DAG file as data: what template.ts writes down.

export interface DagFile {
  readonly dagId: string;
  /** What writes the file anew. */
  readonly command: string;
  readonly version: '2' | '3' | undefined;
  readonly uses: Uses;
  /** The environment that all tasks share. */
  readonly environment: Assignment;
  /** By parameter, where an event gives some: where in its `extra` each is. */
  readonly eventFields: Python | undefined;
  readonly dag: Call;
  /** In the order in which one refers to another. */
  readonly blocks: readonly Block[];
  readonly chains: readonly Chain[];
  readonly exitHandlers: readonly Assignment[];
}

/** What the file has to import and define. */
export interface Uses {
  readonly operator: 'BashOperator' | 'KubernetesPodOperator';
  /** A foreach, */
  readonly mapping: boolean;
  /** and one in another. */
  readonly nesting: boolean;
  /** A loop's visits. */
  readonly taskGroups: boolean;
  readonly params: boolean;
  readonly timetable: boolean;
  readonly assetOrTime: boolean;
  readonly assetSets: boolean;
  readonly timedelta: boolean;
  /** The factor of delays that double. */
  readonly doubling: boolean;
}

export type Block = Assignment | GroupBlock;

/** A mapped task group: the function of its body, and the call that maps it. */
export interface GroupBlock {
  readonly id: string;
  readonly body: Name;
  readonly parameter: Name;
  readonly tasks: readonly Assignment[];
  readonly chains: readonly Chain[];
  readonly mapped: Assignment;
}

export const isGroup = (block: Block): block is GroupBlock => 'tasks' in block;
