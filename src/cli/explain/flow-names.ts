import { join } from 'node:path';
import { Lines } from '../../compiler/diagnostics/frame.ts';
import type { Finding } from '../../compiler/diagnostics/render.ts';
import { targetIds, targets, type TargetId } from '../../../targets/index.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { compileSources, type Flow } from '../pipeline.ts';
import { display, readText } from '../project.ts';
import { findSources } from '../sources.ts';
import type { Explanation } from './explanation.ts';

// The names that an engine shows for the parts of flows, by their files: compiled as for the engine, so that they are the very same.

/** A name of a flow's, as an engine shows it. */
export interface FlowName {
  readonly name: string;
  readonly flow: string;
  /** The engines that show it. */
  readonly targets: readonly TargetId[];
  /** `the step \`train\`` */
  readonly text: string;
  /** The step or exit handler that it runs. */
  readonly step?: string;
  /** `flows/train.ts:24`, as the reader calls the file. */
  readonly source: string;
}

/**
 * All names of the flows of these files, and what is wrong with these.
 *
 * @param only - Of one engine; absent, of all.
 */
export function flowNames(
  files: readonly string[],
  only: TargetId | undefined,
  io: Io,
): { readonly names: readonly FlowName[]; readonly findings: readonly Finding[] } {
  const { flows, findings } = compileSources(findSources(files, io.cwd), io);
  const asked = only === undefined ? targetIds : [only];
  return { names: flows.flatMap((flow) => together(asked.flatMap((id) => namesOf(flow, id, io)))), findings };
}

function namesOf({ graph, source }: Flow, id: TargetId, { cwd }: Io): readonly FlowName[] {
  const texts = new Map<string, Lines>();
  return targets[id].explain(graph).map(({ span, ...meaning }) => {
    const file = join(source.root, span.file);
    const lines = texts.get(file) ?? new Lines(readText(file) ?? '');
    texts.set(file, lines);
    const place = `${display(cwd, file)}:${lines.locate(span.start).line + 1}`;
    return { ...meaning, flow: graph.flow.name, targets: [id], source: place };
  });
}

/** A name that stands for the same in several engines is one name. */
function together(names: readonly FlowName[]): readonly FlowName[] {
  const same = Map.groupBy(names, ({ name, text, source }) => JSON.stringify([name, text, source]));
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, targets: group.flatMap((one) => one.targets) }];
  });
}

/** `train(3)` and `train-flow-x7k2p.each-start(0:0).train` are both `train`: of a node's name the last part, without what numbers it. */
const bareName = (word: string): string => word.replace(/(\([^()]*\))+$/, '').replace(/^.*\./s, '');

/** What a word stands for in the flows: each, where several call something so. */
export function explainNames(word: string, names: readonly FlowName[], io: Io): Explanation | undefined {
  const bare = bareName(word);
  const whole = names.filter(({ name }) => name === word);
  const found = (whole.length > 0 ? whole : names.filter(({ name }) => name === bare)).map((name) =>
    explainName(name, io),
  );
  const [first, ...more] = found;
  if (first === undefined || more.length === 0) return first;
  return {
    text: found.map(({ text }) => text).join(''),
    data: { kind: 'names', names: found.map(({ data }) => data) },
  };
}

export function explainName(of: FlowName, { out }: Io): Explanation {
  const { name, flow, targets: shownBy, text, step, source } = of;
  const where = shownBy
    .map((id) => targets[id].title)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' and ');
  return {
    text: `${painter(out)('heading', name)}: ${text}\n  ${flow} in ${where}, ${source}\n`,
    data: { kind: 'name', name, flow, targets: shownBy, text, ...(step === undefined ? {} : { step }), source },
  };
}
