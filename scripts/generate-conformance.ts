import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { groups, type CaseGroup, type ConformanceCase } from '../test/conformance/cases.ts';
import { engines } from '../test/engines/engines.ts';
import { readRecords, type CaseRecord, type EngineRecords } from '../test/engines/records.ts';

// Makes docs/conformance.md: which case was run on which engine, and what it came to, from the records that the engines' tests write.
// `node scripts/generate-conformance.ts` writes the page; a test holds it to the records.

export const conformancePage = new URL('../docs/conformance.md', import.meta.url);

interface Column extends EngineRecords {
  /** Of the latest case. */
  readonly date: string;
}

/** The text of docs/conformance.md. */
export function conformanceDocs(): string {
  const columns = Object.keys(engines).map((id): Column => {
    const records = readRecords(id) ?? { title: id, version: 'never run', cases: {} };
    const date = Object.values(records.cases).reduce((latest, one) => (one.date > latest ? one.date : latest), '');
    return { ...records, date };
  });
  return `${[
    '# Conformance',
    INTRODUCTION,
    columns.map(legend).join('\n'),
    STAND_IN,
    ...groups.map((group) => `## ${group.title}\n\n${table(group, columns)}`),
    ...reasons(columns),
    HOW,
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `One set of flows, run for real on flowc's own engine and on every orchestrator, with one answer. A ✓ says that a run there left exactly the expected set of
tasks, each with the expected attempts and inputs, and every artifact with the expected sha256, and that the engine itself started one pod (or process) for each
attempt and none besides; of a case about a run's surroundings, that its own test on that engine holds. A green status alone is not enough. ✗: it was run and
did not hold. –: flowc does not compile it for the engine. Why not is said at the end. _Not run_ means just that. This page is made from the records of those runs in \`test/engines/records\`.`;

const STAND_IN = `Step Functions runs in AWS alone. Its column is of moto's interpreter of state machines, repaired where it was found to do otherwise than AWS documents, with each job of AWS Batch a process on
the machine of the tests. AWS's roles, quotas, machines and schedules are no part of it
([what is not AWS](../test/engines/step-functions/README.md#what-is-not-aws)).`;

const HOW = `## To run them

- \`npm test test/engines/local\`, \`…/argo\`, \`…/airflow\` and \`…/step-functions\`; with \`UPDATE=1\` they rewrite the records, and \`npm run docs\` this page.
- Cases too big for every day are asked for by name: \`UPDATE=1 CASES=wide-foreach-1200 npm test test/engines/argo/conformance\`.
- Any flow of yours: \`npm run engine -- argo flow.ts\` runs it on the engine and tells where it differs from a local run. \`npx node test/conformance/generated.ts FOLDER\` writes
  the big flows as files for it.`;

const legend = ({ title, version, date }: Column): string =>
  `- **${title}**: ${[version, date].filter(Boolean).join(', ')}`;

function table({ cases }: CaseGroup, columns: readonly Column[]): string {
  const head = ['case', '', 'tasks', ...columns.map(({ title }) => title)];
  const rows = cases.map((one) => [
    one.id,
    one.says,
    tasksOf(one, columns),
    ...columns.map((column) => cell(one, column)),
  ]);
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** A chapter on what is known to be otherwise, if anything is. */
function reasons(columns: readonly Column[]): readonly string[] {
  const lines = columns.flatMap(({ title, cases }) =>
    Object.entries(cases).flatMap(([id, { reason }]) => (reason === undefined ? [] : [`- ${id}, ${title}: ${reason}`])),
  );
  return lines.length === 0 ? [] : [`## What is otherwise\n\n${lines.join('\n')}`];
}

function tasksOf({ id }: ConformanceCase, columns: readonly Column[]): string {
  const counts = columns.map(({ cases }) => cases[id]?.tasks).filter((count) => count !== undefined);
  return counts[0]?.toLocaleString('en') ?? '';
}

const SIGNS = { passed: '✓', failed: '✗', refused: '–' } as const satisfies Record<CaseRecord['outcome'], string>;

function cell({ id }: ConformanceCase, { cases, date }: Column): string {
  const record = cases[id];
  if (record === undefined) return 'not run';
  return [SIGNS[record.outcome], ...(record.date === date ? [] : [record.date])].join(' ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(conformancePage, conformanceDocs());
