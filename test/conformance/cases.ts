import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineFlow } from '../engines/engine.ts';
import type { RecordedRun } from '../engines/recorded-run.ts';
import { caseOf, fixturesFolder, hostOf } from '../fixtures.ts';
import { writeGenerated } from './generated.ts';

// What every engine has to do alike, in the order of docs/conformance.md. A case is a flow: a folder under fixtures/ or flows/ whose expected/run.json says what it
// leaves, or a generated one. Or it is a behaviour around a run (a pod that is deleted, a resumed run), for which each engine has tests of its own.

export interface ConformanceCase {
  readonly id: string;
  /** What the page says of it. */
  readonly says: string;
}

export interface CaseGroup {
  readonly title: string;
  readonly cases: readonly ConformanceCase[];
}

const group = (title: string, cases: Readonly<Record<string, string>>): CaseGroup => ({
  title,
  cases: Object.entries(cases).map(([id, says]) => ({ id, says })),
});

export const groups: readonly CaseGroup[] = [
  group("Metaflow's own shapes", {
    linear: 'steps in a row',
    branch: 'a split and its join',
    'nested-branches': 'splits in splits, three levels, eight leaves',
    'small-foreach': 'a foreach over a step',
    foreach: 'a foreach over two steps',
    'nested-foreach': 'a foreach in a foreach in a foreach, 3 × 2 × 6',
    parallel: 'a gang of four that run at once',
    'switch-basic': 'one of three ways on',
    'switch-nested': 'a choice in an arm of a choice',
    'switch-in-branch': 'a choice in a branch of a split',
    'branch-in-switch': 'a split in an arm of a choice',
    'foreach-in-switch': 'a foreach in an arm of a choice',
    'switch-in-foreach': 'a choice in a foreach, arms that go straight to the join',
    'recursive-switch': 'a step that loops to itself',
    'recursive-switch-inside-foreach': 'the same in a foreach',
  }),
  group('More shapes', {
    'two-step-loop': 'a loop of two steps',
    'loop-around-foreach': 'a foreach in a loop',
    'foreach-in-loop-in-foreach': 'a foreach in a loop in a foreach',
    'empty-foreach': 'a foreach over nothing',
    'empty-inner-foreach': 'inner foreaches of 2, 0 and 3 elements',
    'chained-switches': 'a choice after another',
    'switch-with-split-arm-and-loop-arm': 'a choice of a split, a loop and a plain step',
    'early-return': 'a step that decides and returns early',
    'shared-tail': 'arms that share their ending',
    'while-loop': 'a loop whose header decides',
    'loop-left-from-middle': 'a loop left from its middle',
    'nested-loops': 'a loop in a loop',
    'unbounded-loop': 'a loop without a bound, from the first step on',
    'foreach-in-arm-not-taken': 'a foreach in an arm that is not taken',
    'conditional-around-inner-foreach': 'a choice around a foreach in a foreach',
    'join-that-splits': 'a join that opens a split',
    'join-that-chooses': 'a join that chooses',
    'join-that-loops': 'a join that goes back',
    'switch-statement': 'a `switch` with fallthrough and default',
    ternary: 'a target by `? :`',
    'inherited-steps': 'steps of base classes in three files',
    'names-out-of-order': 'names in no order of the alphabet',
    'odd-names': 'names that no orchestrator takes as they are',
    mixed: 'all of the above in one flow',
    'wide-foreach-100': 'a foreach of 100',
    'wide-foreach-1200': 'a foreach of 1,200',
    'wide-split-300': '300 steps in 30 branches side by side',
    'nested-foreach-60': 'foreach in foreach, 60 deep',
    'diamonds-40': '40 splits in a row',
    'linear-5000': '5,000 steps in a row',
  }),
  group('Data', {
    constants: 'constants, private fields and accessors beside artifacts',
    'artifact-types': 'every storable type',
    'artifact-100-mb': 'an artifact of 100 MB',
    'artifact-4-gb': 'an artifact of more than 4 GB, streamed',
    'equal-values': 'equal values are one blob',
    merge: '`merge`: include, exclude, pass through',
    'merge-conflict': '`merge` of two values fails the run',
    'inputs-by-name': 'inputs of a join by the names of its branches',
    'foreach-elements': 'elements and indices, of every kind of iterable',
    parameters: 'parameters of every kind',
    'parameters-refused': 'a parameter missing or wrong',
    'json-config': 'configuration from an imported JSON file',
    'hostile-text': 'text that some layer would evaluate, byte for byte',
  }),
  group('Failure', {
    retry: 'retries with growing delays',
    'catch-error': '`@catchError` after the last try, in a foreach',
    'catch-error-last': '`@catchError` on the last step of a conditional',
    timeout: 'timeouts that do not run out',
    'timed-out': 'timeouts that do',
    crashes: 'errors, exit codes, signals and rejections, caught',
    'run-fails': 'a step that fails on every try fails the run',
    'loop-past-bound': 'a visit more than `maxVisits` is refused, and not retried',
    'lost-task': 'a task that ends without a word: its machine is gone',
    'same-task-twice': 'the same task started twice at once, and again after it succeeded',
    'run-id-twice': 'a run id used twice',
    'graph-changed': 'the graph changed during a run',
    killed: '`kill -9` of a task, the shim or the engine',
  }),
  group('Surroundings', {
    environment: 'environment variables',
    secrets: 'secrets by reference',
    resources: 'cpu, memory, disk, GPU, an image of its own',
    kubernetes: 'all that `@kubernetes` says of a pod',
    batch: 'what AWS Batch is told, elsewhere without effect',
    schedule: 'a schedule with a time zone',
    'schedule-fires': 'a run started by the clock',
    trigger: 'runs started by an event',
    'trigger-on-finish': "runs started by other flows' ends",
    'datastore-secret': 'credentials of the datastore by a secret of any name',
    'code-inline': 'code in the manifests',
    'code-in-image': 'code in the image',
    'on-exit': 'exit handlers after success',
    tags: 'tags of a run',
    project: 'project and branch in names',
    'two-runs-at-once': 'two runs of one flow at once',
  }),
  group('Afterwards', {
    'resume-failed': 'resume from the step that failed',
    'resume-from': 'resume from a step of choice',
    'resume-in-foreach': 'resume inside a foreach, a loop, at a join',
    'resume-changed': 'resume with changed code and data',
    logs: '100,000 lines of a log, whole and in order',
  }),
];

export const cases: readonly ConformanceCase[] = groups.flatMap((one) => one.cases);

/** Flows that are cases of conformance alone: no goldens are kept of them. */
export const flowsFolder = fileURLToPath(new URL('flows/', import.meta.url));

/** The folder of a case that has one. */
export const folderOf = (id: string): string | undefined =>
  [fixturesFolder, flowsFolder].map((folder) => join(folder, id)).find((folder) => existsSync(join(folder, 'flow.ts')));

/** What the flow in a case's folder leaves. */
export const expectedFile = (folder: string): string => join(folder, 'expected', 'run.json');

export const expectedIn = (folder: string): RecordedRun =>
  JSON.parse(readFileSync(expectedFile(folder), 'utf8')) as RecordedRun;

/** The flow of a case; undefined where it is a behaviour that has none. A generated one is written into `scratch`. */
export function flowOf(id: string, scratch: string): EngineFlow | undefined {
  const root = folderOf(id) ?? writeGenerated(id, scratch);
  if (root === undefined) return undefined;
  const { flow, parameters = {}, settings = {} } = caseOf(root);
  const entry = { file: 'flow.ts', ...(flow === undefined ? {} : { flow }) };
  return { file: id, root, host: hostOf(root), entry, parameters, settings };
}
