import type { Graph, Step } from '../../src/compiler/ir/graph.ts';
import type { StepSettings } from '../../src/compiler/ir/settings.ts';
import { environment, flags } from '../../src/runtime/protocol.ts';
import type { AirflowNames } from './names.ts';
import type { AirflowOptions } from './options.ts';
import { Entries, Name, type Python } from './python.ts';

// What one operator has to have done, before it is said by which operator.

export type Kwargs = Readonly<Record<string, Python>>;

/** What stands fixed for a whole file. */
export interface FileContext {
  readonly graph: Graph;
  /** Its steps, by name. */
  readonly steps: ReadonlyMap<string, Step>;
  readonly options: AirflowOptions;
  readonly names: AirflowNames;
  readonly dagId: string;
}

/** One call of the shim. */
export interface ShimTask {
  /** The task's id in its group. */
  readonly id: string;
  /** The step or exit handler. */
  readonly step: string;
  /** It lies in the body of a foreach, which gives it frames. */
  readonly mapped: boolean;
  /** What loops add to the frames: `v0.v2`. */
  readonly visits: string;
  /** Flags of the shim without a value. */
  readonly flags: readonly string[];
  /** It opens a foreach: its control goes to XCom. */
  readonly opens: boolean;
  /** It begins the run, and is given the parameters as this expression has them. */
  readonly parameters?: string;
  readonly settings: StepSettings;
  /** What any operator takes. */
  readonly common: Kwargs;
}

/** The dict that all tasks share, in the DAG file. */
export const ENVIRONMENT = 'ENVIRONMENT';

/** The parameter of a mapped group's function, and the variable that it becomes. */
export const FRAMES = { parameter: 'frames', variable: 'FRAMES' } as const;

/** The words after `flowc-task`, in which `frames` is how the variable is spelt. */
export function shimArguments({ step, mapped, visits, flags: others }: ShimTask, frames: string): readonly string[] {
  const own = [...(mapped ? [frames] : []), ...(visits === '' ? [] : [visits])].join('.');
  return [step, ...(own === '' ? [] : [flags.frames, own]), ...others];
}

/**
 * The task's environment; undefined where it is that of all.
 *
 * @param text - Makes a text of the user's arrive as it is.
 */
export function environmentOf(task: ShimTask, own: Kwargs, text: (value: string) => string): Entries | undefined {
  const { mapped, parameters, settings } = task;
  const variables = Object.entries(settings.environment ?? {}).map(([name, value]) => [name, text(value)]);
  const added: Kwargs = {
    ...(mapped ? { [FRAMES.variable]: new Name(FRAMES.parameter) } : {}),
    ...(parameters === undefined ? {} : { [environment.parameters]: parameters }),
    ...own,
    ...(Object.fromEntries(variables) as Readonly<Record<string, string>>),
  };
  return Object.keys(added).length === 0 ? undefined : new Entries(ENVIRONMENT, added);
}
