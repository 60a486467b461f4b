import type { Project } from '../ir/settings.ts';

// Names that Kubernetes takes (DNS-1123 labels) for names that TypeScript takes. Readable where they can be, `trainModel` →
// `train-model`, and never the same for two things: whatever clashes, comes out empty or is too long carries a hash of
// where it came from. Each name depends on the set of names and not on its order, so that a flow whose steps are moved
// about keeps its manifest.

/** The longest DNS-1123 label. */
export const LABEL_LENGTH = 63;

const HASH_LENGTH = 8;

/** `trainModel`, `TrainModel`, `train_model` → `train-model`; letters outside ASCII lose their accents, or go. May be empty. */
export function kebab(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1-$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1-$2')
    .toLowerCase()
    .replace(/[\s_.$/:@-]+/g, '-')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
  return /^\d/.test(plain) ? `n${plain}` : plain;
}

/** Something that wants a name. */
export interface Named {
  /** What it is, unique: `step:trainModel`. */
  readonly key: string;
  /** What it would like to be called, before `kebab`. */
  readonly wish: string;
  /** It is called that whatever the others want. */
  readonly fixed?: boolean;
}

/** A DNS-1123 label for each, by key, all different. */
export function allocateNames(wanted: readonly Named[], limit: number = LABEL_LENGTH): ReadonlyMap<string, string> {
  const names = new Map(wanted.map(({ key, wish }) => [key, fitting(kebab(wish), key, limit)]));
  const kept = new Set(wanted.filter(({ fixed }) => fixed === true).map(({ key }) => key));
  for (let round = 0; ; round++) {
    const byName = Map.groupBy(names.keys(), (key) => names.get(key));
    const clashing = [...byName.values()].filter((keys) => keys.length > 1);
    if (clashing.length === 0) return names;
    const wishes = new Map(wanted.map(({ key, wish }) => [key, kebab(wish)]));
    for (const key of clashing.flat())
      if (!kept.has(key)) names.set(key, withHash(wishes.get(key) ?? '', `${key}${'#'.repeat(round)}`, limit));
  }
}

/** One label of several parts, for an object's name: with a hash where it is too long or where a part after `kebab` no longer says which it was. */
export function joinName(exact: readonly string[], last: string, limit: number): string {
  const parts = [...exact, last];
  const joined = parts
    .map(kebab)
    .filter((part) => part !== '')
    .join('-');
  const faithful = exact.every((part) => kebab(part) === part) && kebab(last) !== '' && joined.length <= limit;
  return faithful ? joined : withHash(joined, parts.join('\0'), limit);
}

/** What a flow in a project is deployed as: one name for the flow's branch of the project. */
export function deployedName(flow: string, project: Project | undefined, limit: number): string {
  const parts = project === undefined ? [] : [project.name, ...(project.branch === undefined ? [] : [project.branch])];
  return joinName(parts, flow, limit);
}

function fitting(name: string, key: string, limit: number): string {
  return name !== '' && name.length <= limit ? name : withHash(name, key, limit);
}

function withHash(name: string, key: string, limit: number): string {
  const hash = fnv1a(key);
  const room = name.slice(0, limit - HASH_LENGTH - 1).replace(/-$/, '');
  return `${room === '' ? 'n' : room}-${hash}`;
}

/**
 * FNV-1a over UTF-16 units, as eight hexadecimal digits. It only has to be the same everywhere and seldom clash, and a clash gets another round;
 * loading node:crypto for it would cost as much as parsing the flow.
 */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(HASH_LENGTH, '0');
}
