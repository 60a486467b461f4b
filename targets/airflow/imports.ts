import type { DagFile, Uses } from './manifest.ts';
import { WIDTH } from './python.ts';

// What a DAG file imports of Airflow, which was moved about between its versions 2 and 3.

type Imports = readonly (readonly [module: string, names: readonly string[]])[];

/** As lines: for Airflow 3 and for Airflow 2 where the file is for both, else `one`. */
export function importsOf(
  version: DagFile['version'],
  uses: Uses,
): { readonly three: readonly string[]; readonly two: readonly string[]; readonly one: readonly string[] } {
  if (version !== undefined) return { three: [], two: [], one: lines(version === '3' ? three(uses) : two(uses), 0) };
  return { three: lines(three(uses), 4), two: lines(two(uses), 4), one: [] };
}

const three = (uses: Uses): Imports => [
  [
    'airflow.sdk',
    [
      'DAG',
      'Asset',
      ...(uses.assetSets ? ['AssetAll', 'AssetAny'] : []),
      ...(uses.assetOrTime ? ['AssetOrTimeSchedule'] : []),
      ...(uses.timetable ? ['CronTriggerTimetable'] : []),
      ...(uses.taskGroups ? ['TaskGroup'] : []),
      ...(uses.mapping ? ['task', 'task_group'] : []),
    ],
  ],
  // As ruff's rules for Airflow 3 call the way from Airflow 2's, which else find fault with that one: https://docs.astral.sh/ruff/rules/airflow3-suggested-update/
  ...(uses.params ? ([['airflow.sdk.definitions.param', ['Param']]] as const) : []),
];

const two = (uses: Uses): Imports => [
  ['airflow', ['DAG']],
  [
    'airflow.datasets',
    ['Dataset as Asset', ...(uses.assetSets ? ['DatasetAll as AssetAll', 'DatasetAny as AssetAny'] : [])],
  ],
  ...(uses.mapping ? ([['airflow.decorators', ['task', 'task_group']]] as const) : []),
  ...(uses.params ? ([['airflow.models.param', ['Param']]] as const) : []),
  ...(uses.assetOrTime ? ([['airflow.timetables.datasets', ['DatasetOrTimeSchedule']]] as const) : []),
  ...(uses.timetable ? ([['airflow.timetables.trigger', ['CronTriggerTimetable']]] as const) : []),
  ...(uses.taskGroups ? ([['airflow.utils.task_group', ['TaskGroup']]] as const) : []),
];

function lines(imports: Imports, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  return imports.map(([module, names]) => {
    const flat = `from ${module} import ${names.join(', ')}`;
    if (indent + flat.length <= WIDTH) return flat;
    return `from ${module} import (\n${names.map((name) => `${pad}    ${name},\n`).join('')}${pad})`;
  });
}
