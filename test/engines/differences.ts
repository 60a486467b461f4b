import type { Started } from './engine.ts';
import type { RecordedRun, RecordedTask } from './recorded-run.ts';

// Two runs of one flow held against each other, and what an engine started against what was recorded, in sentences that say where to look.

const nameOf = ({ step, task }: { readonly step: string; readonly task: string }): string => `${step}/${task}`;

/** Where `run` left something else than `expected`, which somebody calls `there`: `locally`. */
export function differencesOf(run: RecordedRun, expected: RecordedRun, there: string): readonly string[] {
  const differences: string[] = [];
  if (run.status !== expected.status) differences.push(`the run ${run.status}, ${there} it ${expected.status}`);
  const others = new Map(expected.tasks.map((task) => [nameOf(task), task]));
  const own = new Set(run.tasks.map(nameOf));
  for (const task of run.tasks) {
    const other = others.get(nameOf(task));
    if (other === undefined) differences.push(`${nameOf(task)} ran, ${there} it did not`);
    else differences.push(...taskDifferences(task, other, there));
  }
  for (const name of others.keys()) if (!own.has(name)) differences.push(`${name} did not run, ${there} it did`);
  if (differences.length > 0 || run.tasks.every((task, at) => nameOf(task) === nameOf(expected.tasks[at] ?? task)))
    return differences;
  return [`the tasks stand in another order than ${there}`];
}

function taskDifferences(task: RecordedTask, other: RecordedTask, there: string): readonly string[] {
  const differences: string[] = [];
  const compare = (what: string, here: string | undefined, expected: string | undefined): void => {
    if (here !== expected)
      differences.push(`${nameOf(task)}: ${what} ${here ?? 'nothing'}, ${there} ${expected ?? 'nothing'}`);
  };
  compare('is', task.state, other.state);
  compare('made the attempts', listed(task.attempts), listed(other.attempts));
  compare('received from', listed(task.inputs), listed(other.inputs));
  for (const name of new Set([...Object.keys(task.artifacts), ...Object.keys(other.artifacts)]))
    compare(`\`${name}\` is`, task.artifacts[name], other.artifacts[name]);
  return differences;
}

const listed = (values: readonly (string | number)[]): string => values.join(', ') || 'none';

/** Where what the engine says it started is not one start an attempt recorded. */
export function unmatchedStarts(started: readonly Started[], { tasks }: RecordedRun): readonly string[] {
  const attempt = (name: string, number: number): string => `${name}, attempt ${number}`;
  const counts = new Map<string, { started: number; recorded: number }>();
  const count = (key: string, what: 'started' | 'recorded'): void => {
    const known = counts.get(key) ?? { started: 0, recorded: 0 };
    known[what]++;
    counts.set(key, known);
  };
  for (const one of started) count(attempt(nameOf(one), one.attempt), 'started');
  for (const task of tasks) for (const number of task.attempts) count(attempt(nameOf(task), number), 'recorded');
  return [...counts]
    .filter(([, one]) => one.started !== one.recorded)
    .map(([key, one]) => `${key}: the engine started ${times(one.started)}, recorded are ${one.recorded}`);
}

const times = (count: number): string => (count === 1 ? 'it once' : count === 0 ? 'nothing' : `it ${count} times`);
