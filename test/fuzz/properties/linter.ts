import { equal } from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import type { OutputFile } from '../../../src/compiler/emit/output-file.ts';
import { argo } from '../../../targets/argo/index.ts';
import { lintManifests } from '../../engines/argo/lint.ts';
import { graphOf, lowered } from '../compiled.ts';
import { numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { hostile, printedWith } from '../hostile-flow.ts';
import { places } from '../hostile-places.ts';
import { propertyOf } from '../property.ts';

/** One process lints all flows of a run. */
const FLOWS = 40;

const many = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: 1, maxLength: FLOWS, size: 'max' });

export const linter = propertyOf(
  'writes what the real Argo accepts',
  2,
  many(numbers),
  (drawn) => accepted(drawn.map((each) => argo.print(lowered(graphOf(flowOf(each).files))))),
  true,
);

export const hostileLinter = propertyOf(
  'writes what the real Argo accepts whatever the text in it',
  2,
  many(hostile),
  (drawn) =>
    accepted(
      drawn.flatMap(({ where, text }) => {
        const place = places[where];
        const files = place && printedWith(place, text);
        return files === undefined ? [] : [files];
      }),
    ),
  true,
);

/** Has Argo lint flows, each in a folder of its own. */
async function accepted(flows: readonly (readonly OutputFile[])[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flowc-fuzz-'));
  try {
    const texts = new Map<string, string>();
    for (const [at, files] of flows.entries()) {
      for (const { path, text } of files.filter((file) => !file.path.endsWith('kustomization.yaml'))) {
        const file = join(folder, String(at), path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
        texts.set(file, text);
      }
    }
    const [refused] = await lintManifests([...texts.keys()]);
    equal(refused?.error, undefined, `${refused?.error}\n${texts.get(refused?.file ?? '')}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
