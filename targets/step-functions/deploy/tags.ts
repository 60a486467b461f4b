import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { StepFunctionsOptions } from '../options.ts';

// Tags of AWS on whatever is deployed. `@tags` knows words, AWS keys and values: `team:search` becomes the value `search` of the key `team`, by which bills can be told
// apart, and a word without a colon a key that is `true`, since Step Functions takes no empty value. What AWS does not take is written as near as it does; a run has its tags as they are.

export type Tags = Readonly<Record<string, string>>;

export interface TagsOfFlow {
  readonly tags: Tags;
  /** Those that are written otherwise, and how. */
  readonly changed: readonly { readonly tag: string; readonly becomes: string }[];
}

/** The key by which everything of a flow is found. */
const FLOW = 'flowc:flow';

/** @param name - What the flow is deployed as. */
export function tagsOf(graph: Graph, options: StepFunctionsOptions, name: string): TagsOfFlow {
  // IAM takes keys that differ in case for one: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
  const written = new Map<string, { readonly key: string; readonly value: string }>();
  const changed: TagsOfFlow['changed'][number][] = [];
  for (const [wish, text] of wishes(graph, options, name)) {
    const fits = fitting(wish, MAX_KEY);
    const { key, value: before } = written.get(fits.toLowerCase()) ?? { key: fits, value: '' };
    const value = fitting([before, text === '' ? 'true' : text].filter(Boolean).join(' '), MAX_VALUE);
    written.set(key.toLowerCase(), { key, value });
    if (key !== wish || (text !== '' && value !== text))
      changed.push({ tag: said(wish, text), becomes: said(key, value) });
  }
  return { tags: Object.fromEntries([...written.values()].map(({ key, value }) => [key, value])), changed };
}

const said = (key: string, value: string): string => (value === '' ? key : `${key}:${value}`);

function wishes({ flow }: Graph, { labels = {} }: StepFunctionsOptions, name: string): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  for (const tag of flow.settings.tags) {
    const [, key = tag, value = ''] = /^([^:]+):\s*(.*)$/s.exec(tag) ?? [];
    // Two of one key are both kept.
    wanted.set(key, [wanted.get(key), value].filter(Boolean).join(' '));
  }
  for (const [key, value] of [...Object.entries(labels), [FLOW, name] as const]) wanted.set(key, value);
  return wanted;
}

/** https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html#tag-restrictions */
export const MOST_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** No key begins with `aws:`, which is AWS's own: a colon ends it, and labels have none. */
const fitting = (text: string, longest: number): string =>
  Array.from(text.replace(/[^\p{L}\p{N}\p{Zs}_.:/=+@-]/gu, '_'))
    .slice(0, longest)
    .join('');
