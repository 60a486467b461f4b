import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';
import { groupsOf, type Group } from '../../../../targets/airflow/groups.ts';
import { airflow } from '../../../../targets/airflow/index.ts';
import { unroll, type Unrolled } from '../../../../targets/airflow/instances.ts';
import { isGroup, type DagFile } from '../../../../targets/airflow/manifest.ts';
import { nameAll, type AirflowNames } from '../../../../targets/airflow/names.ts';
import type { AirflowOptions } from '../../../../targets/airflow/options.ts';
import { Call, type Python } from '../../../../targets/airflow/python.ts';

// What Airflow's target makes of flows.

export interface Lowered {
  readonly file: DagFile;
  readonly found: readonly string[];
}

const enough: AirflowOptions = { image: 'flows:1', datastore: 's3://b/p' };

/** Lowers, whatever is found. */
export function lower(graph: Graph, options: AirflowOptions = {}): Lowered {
  const sink = new Diagnostics();
  const file = airflow.lower(graph, { ...enough, ...options }, sink);
  return { file, found: sink.sorted().map(({ name }) => name) };
}

/** The DAG file of a flow in which nothing is found. */
export function lowered(graph: Graph, options?: AirflowOptions): DagFile {
  const { file, found } = lower(graph, options);
  if (found.length > 0) throw new Error(`expected no findings, got ${found.join(', ')}`);
  return file;
}

export const printed = (file: DagFile): string =>
  airflow
    .print(file)
    .map(({ text }) => text)
    .join('');

/** What the operator of a task is given, by the task's id. */
export function operatorOf(file: DagFile, id: string): Readonly<Record<string, Python>> {
  const all = [...file.blocks, ...file.exitHandlers].flatMap((block) => (isGroup(block) ? block.tasks : [block]));
  const found = all.find(({ value }) => value instanceof Call && value.kwargs['task_id'] === id)?.value;
  if (!(found instanceof Call)) throw new Error(`no task ${id}`);
  return found.kwargs;
}

export interface Grouped {
  readonly unrolled: Unrolled;
  readonly groups: readonly Group[];
  readonly names: AirflowNames;
}

export function grouped(graph: Graph, collapse: readonly string[] = [], most = 1000): Grouped {
  const unrolled = unroll(graph, new Set(collapse), most);
  const groups = groupsOf(graph, unrolled);
  return { unrolled, groups, names: nameAll(groups, unrolled.places, []) };
}

/** Groups in one line a task: `path < what it waits for ? guard, rule`, with the groups that it or its group waits for. */
export function outline(graph: Graph, collapse: readonly string[] = []): string {
  const { groups, names } = grouped(graph, collapse);
  return groups
    .flatMap((group) => {
      const isTop = group.scope.depth === 0;
      const title = isTop
        ? 'top'
        : `${names.group(group)} over ${names.frames(group)}${after(group.after.map((one) => names.group(one)))}`;
      return [
        title,
        ...group.nodes.map((node) => {
          const waits = [
            ...node.after.map((one) => names.task(one)),
            ...node.afterGroups.map((one) => names.group(one)),
          ];
          const rule = node.rule === 'all_success' ? '' : `, ${node.rule}`;
          return `  ${names.task(node.instance)}${after(waits)}${node.guard ? ', guard' : ''}${rule}`;
        }),
      ];
    })
    .join('\n');
}

const after = (names: readonly string[]): string => (names.length === 0 ? '' : ` < ${names.join(' ')}`);
