import type { Graph } from '../../../src/compiler/ir/graph.ts';
import type { StepFunctionsOptions } from '../options.ts';

// Tags of AWS on whatever is deployed and on every job. `@tags` knows words, AWS keys and values: `team:search` becomes the value `search` of the key `team`, by which
// bills can be told apart, and a word without a colon a key that is `true`, since Step Functions takes no empty value.

export type Tags = Readonly<Record<string, string>>;

/** The key by which everything of a flow is found. */
const FLOW = 'flowc:flow';

export function tagsOf({ flow }: Graph, { labels = {} }: StepFunctionsOptions, name: string): Tags {
  const tags = new Map<string, string>();
  for (const tag of flow.settings.tags) {
    const [, key = tag, value = ''] = /^([^:]+):(.*)$/s.exec(tag) ?? [];
    // Two of one key are both kept.
    tags.set(key, [tags.get(key), value].filter(Boolean).join(' '));
  }
  for (const [key, value] of [...Object.entries(labels), [FLOW, name] as const]) tags.set(key, value);
  return Object.fromEntries([...tags].map(([key, value]) => [key, value === '' ? 'true' : value]));
}

/** https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html#tag-restrictions */
export const MOST_TAGS = 50;

/** Why AWS refuses a tag, as the end of a sentence; undefined where it does not. */
export function faultOfTag(key: string, value: string): string | undefined {
  if (key.length > 128) return `its key has ${key.length} characters, and AWS takes 128`;
  if (value.length > 256) return `its value has ${value.length} characters, and AWS takes 256`;
  if (/^aws:/i.test(key)) return 'keys that begin with `aws:` are AWS’s own';
  const odd = /[^\p{L}\p{N}\p{Zs}_.:/=+@-]/u.exec(`${key}${value}`)?.[0];
  return odd === undefined ? undefined : `\`${odd}\` may not stand in one`;
}
