import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformanceDocs, conformancePage } from '../../scripts/generate-conformance.ts';
import { cases, flowsFolder } from '../conformance/cases.ts';
import { generated } from '../conformance/generated.ts';
import { engines } from '../engines/engines.ts';
import { readRecords } from '../engines/records.ts';
import { casesIn, fixturesFolder } from '../fixtures.ts';

const ids = cases.map(({ id }) => id);

test('docs/conformance.md says what the records say', () => {
  expect(readFileSync(conformancePage, 'utf8'), 'run `npm run docs`').toBe(conformanceDocs());
});

test('each case is listed once', () => {
  expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
});

test('every fixture and every flow of conformance is a case', () => {
  const flows = [...casesIn(fixturesFolder), ...casesIn(flowsFolder), ...Object.keys(generated)];
  const missing = flows.filter((id) => !ids.includes(id));
  expect(missing, 'add it to the groups in test/conformance/cases.ts').toEqual([]);
});

test.each(Object.keys(engines))(
  'the records of %s are of cases, none of which failed without a known reason',
  (engine) => {
    const records = Object.entries(readRecords(engine)?.cases ?? {});
    expect(records.filter(([id]) => !ids.includes(id)).map(([id]) => id)).toEqual([]);
    const failed = records.filter(([, { outcome, reason }]) => outcome !== 'passed' && reason === undefined);
    expect(failed.map(([id]) => id)).toEqual([]);
  },
);
