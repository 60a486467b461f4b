import type { Graph, Region, Step } from '../ir/graph.ts';
import type { Parameter } from '../ir/settings.ts';

// What every drawing says in words, in the fewest that a reader needs: the decorators of a step, what a region does, what the flow is started by.

/** The first sentence of a doc comment, on one line. */
export function firstSentence(doc: string | undefined): string | undefined {
  const [paragraph = ''] = (doc ?? '').trim().split(/\n\s*\n/, 1);
  const line = paragraph.replace(/\s+/g, ' ').trim();
  const sentence = /^.*?[.!?](?=\s|$)/u.exec(line)?.[0] ?? line;
  return sentence === '' ? undefined : sentence;
}

/** `90s`, `30m`, `2h`: whole units only. */
function duration(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds > 0 && seconds % 60 === 0) return `${seconds / 60}m`;
  return `${seconds}s`;
}

/** Decorators in short, `retry ×3` and the like: those of every step, and what each step has beside them. */
interface Settings {
  readonly everywhere: readonly string[];
  of(step: Step): readonly string[];
}

/** What stands on the flow for all its steps is said once, so that a step's own stand out. */
export function settingsOf({ steps }: Graph): Settings {
  const all = new Map(steps.map((step) => [step, settingsOfStep(step)]));
  const [first = [], ...others] = all.values();
  const everywhere = others.reduce((common, words) => common.filter((word) => words.includes(word)), first);
  return { everywhere, of: (step) => (all.get(step) ?? []).filter((word) => !everywhere.includes(word)) };
}

function settingsOfStep({ settings }: Step): readonly string[] {
  const { retry, timeout, catchError, resources = {}, image } = settings;
  const { cpu, memory, disk, gpu, sharedMemory } = resources;
  const words = [
    retry !== undefined && retry.times > 0 && `retry ×${retry.times}`,
    timeout !== undefined && `timeout ${duration(timeout)}`,
    catchError !== undefined && `catches into ${catchError}`,
    cpu !== undefined && `${cpu} cpu`,
    memory,
    gpu !== undefined && gpu > 0 && `${gpu} gpu`,
    disk !== undefined && `${disk} disk`,
    sharedMemory !== undefined && `${sharedMemory} shared memory`,
    image,
  ];
  return words.filter((word) => typeof word === 'string');
}

/** What a region does. */
export function titleOf(region: Region): string {
  switch (region.kind) {
    case 'parallel':
      return 'split: all of';
    case 'foreach':
      return 'foreach: each element';
    case 'choice':
      return 'choice: one of';
    case 'loop':
      return region.maxVisits === undefined ? 'loop' : `loop: at most ${region.maxVisits} visits`;
  }
}

/** What starts the flow, where it belongs and what it takes: a heading and its parts each. */
export function flowFacts(graph: Graph): readonly (readonly [heading: string, parts: readonly string[]])[] {
  const { flow, parameters, exitHandlers } = graph;
  const { schedule, trigger, triggerOnFinish, project, tags } = flow.settings;
  const parts = (...all: readonly (string | undefined)[]) => all.filter((part) => part !== undefined);
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['schedule', parts(schedule?.cron, schedule?.timezone)],
    ['on event', parts(trigger?.event)],
    ['after', triggerOnFinish?.flows ?? []],
    ['project', parts(project?.name, project?.branch)],
    ['tags', tags],
    ['parameters', parameters.map(parameterInShort)],
    ['every step', settingsOf(graph).everywhere],
    ['on exit', exitHandlers.map(({ name, when }) => `${name} (${when})`)],
  ];
  return facts.filter(([, parts]) => parts.length > 0);
}

function parameterInShort(parameter: Parameter): string {
  const { name, required } = parameter;
  if (parameter.default !== undefined) return `${name} = ${JSON.stringify(parameter.default)}`;
  return required ? `${name} (required)` : `${name} (optional)`;
}
