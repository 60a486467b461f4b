import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { StepFunctionsOptions } from '../options.ts';

// Tags of AWS on whatever is deployed. `@tags` knows words, AWS keys and values: `team:search` becomes the value `search` of the key `team`, by which bills can be told
// apart, and a word without a colon a key that is `true`, since Step Functions takes no empty value. What AWS takes for no tag is left out: a run has all of its tags by itself.

export type Tags = Readonly<Record<string, string>>;

export interface TagsOfFlow {
  readonly tags: Tags;
  /** Keys that were left out, and why, as the end of a sentence. */
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
}

/** The key by which everything of a flow is found. */
const FLOW = 'flowc:flow';

/** @param name - What the flow is deployed as. */
export function tagsOf(graph: Graph, options: StepFunctionsOptions, name: string): TagsOfFlow {
  const tags = new Map<string, string>();
  const refused: TagsOfFlow['refused'][number][] = [];
  // IAM takes keys that differ in case for one: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
  const seen = new Map<string, string>();
  for (const [key, value] of wishes(graph, options, name)) {
    const other = seen.get(key.toLowerCase());
    const reason = other === undefined ? faultOf(key, value) : `it differs from \`${other}\` in case only`;
    seen.set(key.toLowerCase(), key);
    if (reason === undefined) tags.set(key, value === '' ? 'true' : value);
    else refused.push({ key, reason });
  }
  return { tags: Object.fromEntries(tags), refused };
}

function wishes({ flow }: Graph, { labels = {} }: StepFunctionsOptions, name: string): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  for (const tag of flow.settings.tags) {
    const [, key = tag, value = ''] = /^([^:]+):(.*)$/s.exec(tag) ?? [];
    // Two of one key are both kept.
    wanted.set(key, [wanted.get(key), value].filter(Boolean).join(' '));
  }
  for (const [key, value] of [...Object.entries(labels), [FLOW, name] as const]) wanted.set(key, value);
  return wanted;
}

/** https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html#tag-restrictions */
export const MOST_TAGS = 50;

/** No key begins with `aws:`, which is AWS's own: a colon ends it, and labels have none. */
function faultOf(key: string, value: string): string | undefined {
  if (key.length > 128) return `its key has ${key.length} characters, and AWS takes 128`;
  if (value.length > 256) return `its value has ${value.length} characters, and AWS takes 256`;
  const odd = /[^\p{L}\p{N}\p{Zs}_.:/=+@-]/u.exec(`${key}${value}`)?.[0];
  return odd === undefined ? undefined : `\`${odd}\` may not stand in one`;
}
