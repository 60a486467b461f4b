import type { Merge, MergeOptions } from '../../api/flow-spec.ts';
import type { ArtifactRef } from '../store/records.ts';
import type { ArtifactFields } from './artifact-fields.ts';
import type { InputTable } from './input-table.ts';

// `this.merge(inputs, …)` in a running join. Values are never looked at: branches agree on an artifact where they hold the same blob. An input without
// the artifact has no vote; over no inputs the split's value holds.

export interface MergeCallOptions {
  readonly step: string;
  readonly artifacts: readonly string[];
  /** What has to be there also where there are no inputs. */
  readonly supplied: readonly string[];
  readonly fields: ArtifactFields;
  /** What the step's parameter is. */
  readonly inputs: readonly object[];
  readonly table: InputTable;
}

export function mergeCall(options: MergeCallOptions): Merge {
  return ((inputs: unknown, given: MergeOptions<string> = {}): void => {
    if (inputs !== options.inputs) {
      throw new TypeError(
        `\`this.merge(…)\` in the step \`${options.step}\` takes the step's own parameter, \`this.merge(inputs)\``,
      );
    }
    mergeInto(options, given);
  }) as Merge;
}

function mergeInto(
  { step, artifacts, supplied, fields, table }: MergeCallOptions,
  { include, exclude }: MergeOptions<string>,
): void {
  const unknown = [...(include ?? []), ...(exclude ?? [])].find((name) => !artifacts.includes(name));
  if (unknown !== undefined)
    throw new Error(`\`this.merge(…)\` in the step \`${step}\` names \`${unknown}\`, which is no artifact of the flow`);
  for (const name of exclude ?? []) fields.drop(name);
  const names = (include ?? artifacts).filter((name) => exclude?.includes(name) !== true && !fields.has(name));
  const agreed = names.map((name) => [name, agreedOn(table, name)] as const);
  const conflicts = agreed.flatMap(([name, ref]) =>
    ref === 'conflict' ? [`\`${name}\` (${holdersOf(table, name)})`] : [],
  );
  if (conflicts.length > 0) {
    throw new Error(
      `the branches that meet in \`${step}\` disagree on ${conflicts.join(', ')}: assign what is right before \`this.merge(…)\`, ` +
        'or leave it out by `exclude`',
    );
  }
  const needed = include ?? (table.count === 0 ? supplied : []);
  const missing = agreed.find(([name, ref]) => ref === undefined && needed.includes(name))?.[0];
  if (missing !== undefined) {
    const reason = table.count === 0 ? 'there are no inputs, and before the foreach it was not set' : 'no input has it';
    throw new Error(`\`this.merge(…)\` in \`${step}\` has nothing to take \`${missing}\` from: ${reason}`);
  }
  for (const [name, ref] of agreed) if (ref !== undefined && ref !== 'conflict') fields.take(name, ref);
}

function agreedOn(table: InputTable, name: string): ArtifactRef | 'conflict' | undefined {
  if (table.count === 0) return Object.hasOwn(table.opener, name) ? table.opener[name] : undefined;
  let agreed: ArtifactRef | undefined;
  for (let index = 0; index < table.count; index++) {
    const ref = table.ref(index, name);
    if (ref === undefined) continue;
    if (agreed !== undefined && agreed.sha256 !== ref.sha256) return 'conflict';
    agreed = ref;
  }
  return agreed;
}

/** The first two inputs that differ, by the names of their branches. */
function holdersOf(table: InputTable, name: string): string {
  const seen = new Map<string, number>();
  for (let index = 0; index < table.count && seen.size < 2; index++) {
    const ref = table.ref(index, name);
    if (ref !== undefined && !seen.has(ref.sha256)) seen.set(ref.sha256, index);
  }
  return [...seen.values()].map((index) => table.nameOf(index)).join(' and ');
}
