import type { DataRule } from '../check.ts';

/** An artifact that is written is read by some step, or is still there at `end`, as a result of the run. */
export const artifactsAreRead: DataRule = (flow, sink) => {
  const { steps, fields } = flow.graph;
  if (steps.some(({ data }) => data.escapes !== undefined || data.inputsEscape !== undefined)) return;
  const used = new Set(steps.flatMap(({ data }) => [...data.needs, ...data.inputs.map(({ name }) => name)]));
  const end = steps.at(-1);
  const results = end === undefined ? undefined : flow.entry(end)?.maybe;
  for (const name of end?.data.writes ?? []) used.add(name);
  const written = new Set(steps.flatMap(({ data }) => data.writes));
  for (const { name, span } of fields) {
    const number = flow.numberOf(name);
    if (number === undefined || !written.has(name) || used.has(name) || results?.has(number) === true) continue;
    sink.report('artifact-never-read', span, [name]);
  }
};
