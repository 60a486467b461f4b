import { readElement } from '../codec/elements.ts';
import type { OpenForeach } from '../navigate/navigator.ts';
import type { Blobs } from '../store/blobs.ts';
import type { Results } from './results.ts';
import { resultOf } from './state.ts';
import type { TaskFiles } from './stored-file.ts';

/** The element of a foreach that a task is for: its own few bytes of the one blob that holds all elements. */
export async function readElementOf(
  foreach: OpenForeach,
  results: Results,
  blobs: Blobs,
  files: TaskFiles,
): Promise<unknown> {
  const { opener, index } = foreach;
  const { elements, control } = await resultOf(results, opener);
  if (elements === undefined)
    throw new Error(`the result of \`${opener.step}\` is damaged: it opened a foreach and has no elements`);
  return readElement((range) => blobs.range(elements.sha256, range), elements.size, control.count ?? 0, index, files);
}
