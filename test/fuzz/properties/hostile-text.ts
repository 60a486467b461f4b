import { deepEqual, equal, ok } from 'node:assert/strict';
import { load } from 'js-yaml';
import { hostile, printedWith } from '../hostile-flow.ts';
import { places, workflow } from '../hostile-places.ts';
import { propertyOf } from '../property.ts';

export const hostileText = propertyOf(
  'lets every text arrive as it was written, or says where it cannot',
  1500,
  hostile,
  ({ where, text }) => {
    const place = places[where];
    if (place === undefined) throw new Error(`no place ${where}`);
    const files = printedWith(place, text);
    if (files === undefined) return;
    for (const file of files) ok(file.text.isWellFormed(), 'half of a surrogate pair cannot be written to a file');
    const all = files.map((file) => load(file.text) as { readonly kind: string });
    const objects = new Map(all.map((object) => [object.kind, object]));
    deepEqual(place.arrives(objects), place.wanted === undefined ? text : place.wanted(text));
    for (const each of textsIn(all))
      ok(each.isWellFormed(), `YAML has no half of a surrogate pair: ${JSON.stringify(each)}`);
    for (const each of textsIn(workflow(objects).spec))
      equal(withoutOwn(each).includes('{{'), false, `Argo evaluates ${each}`);
  },
);

/** All texts in a value, keys too. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* textsIn(inner);
    }
}

const own =
  /\{\{(?:inputs\.parameters\.[\w-]+|tasks\.[a-z0-9-]+\.outputs\.parameters\.\w+|item|retries|workflow\.(?:status|uid))\}\}/g;
const expressions = [
  "{{=workflow.name + '-' + workflow.uid[0:8]}}",
  "{{=replace(workflow.parameters.json, '$', '$$')}}",
];

/** A text without the templates that flowc itself means. */
const withoutOwn = (text: string): string => (expressions.includes(text) ? '' : text.replace(own, ''));
