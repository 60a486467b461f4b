import { Diagnostics } from '../../../../src/compiler/diagnostics/sink.ts';
import type { Graph } from '../../../../src/compiler/ir/graph.ts';
import type { State, StateMachine, TaskState } from '../../../../targets/step-functions/asl.ts';
import { stepFunctions } from '../../../../targets/step-functions/index.ts';
import type { StepFunctionsManifest } from '../../../../targets/step-functions/lower.ts';
import type { StepFunctionsOptions } from '../../../../targets/step-functions/options.ts';
import { flow, type FlowOptions, type Ways } from '../flow.ts';

// What the Step Functions target makes of flows.

export interface Lowered {
  readonly manifest: StepFunctionsManifest;
  readonly found: readonly string[];
}

/** Lowers, whatever is found. */
export function lower(graph: Graph, options: StepFunctionsOptions = {}): Lowered {
  const sink = new Diagnostics();
  const enough = { image: 'flows:1', datastore: 's3://flows/p', batchQueue: 'q', format: 'terraform-json' } as const;
  const manifest = stepFunctions.lower(graph, { ...enough, ...options }, sink);
  return { manifest, found: sink.sorted().map(({ name }) => name) };
}

/** The state machine of a flow in which nothing is found. */
export function machineOf(
  steps: Readonly<Record<string, Ways>>,
  options: FlowOptions = {},
  settings: StepFunctionsOptions = {},
): StateMachine {
  const { manifest, found } = lower(flow(steps, options), settings);
  if (found.length > 0) throw new Error(`expected no findings, got ${found.join(', ')}`);
  return manifest.stack.machine;
}

/** All states by name, of inner scopes too. */
export function statesOf({ States }: StateMachine): ReadonlyMap<string, State> {
  const inner = Object.values(States).flatMap((state) => {
    if (state.Type === 'Parallel') return state.Branches;
    return state.Type === 'Map' ? [state.ItemProcessor] : [];
  });
  return new Map([...Object.entries(States), ...inner.flatMap((machine) => [...statesOf(machine)])]);
}

export function taskOf(machine: StateMachine, name: string): TaskState {
  const state = statesOf(machine).get(name);
  if (state?.Type !== 'Task') throw new Error(`no task ${name} among ${[...statesOf(machine).keys()].join(', ')}`);
  return state;
}

/** A line a state: what it is, what runs at which depth, and where control goes from it; `.` where its scope ends. */
export function outline({ StartAt, States }: StateMachine, indent = ''): string {
  const lines = Object.entries(States).flatMap(([name, state]) => [
    `${indent}${name === StartAt ? '> ' : '  '}${name}${toldBy(state)} ${waysOf(state)}`,
    ...(state.Type === 'Parallel' ? state.Branches.map((branch) => outline(branch, `${indent}    `)) : []),
    ...(state.Type === 'Map' ? [outline(state.ItemProcessor, `${indent}    `)] : []),
  ]);
  return lines.join('\n');
}

/** The level whose frames a task is told, what a Pass sets, and what is read. */
function toldBy(state: State): string {
  const text = JSON.stringify(state);
  switch (state.Type) {
    case 'Task': {
      const level = /\$\.level\d+\.frames/.exec(text)?.[0];
      const key = /tasks\/[^']*\/control(?:\/(?:return|frames)\.json)?/.exec(text)?.[0];
      const reads = state.Resource.endsWith('getObject') ? ' reads' : ' leaves';
      return `${level === undefined ? '' : `(${level})`}${key === undefined ? '' : `${reads} ${key}`}`;
    }
    case 'Pass':
      return ` = ${state.ResultPath ?? '$'} ${JSON.stringify(state.Parameters['frames.$'] ?? state.Parameters['frames'] ?? '')}`;
    case 'Map':
      return ` * ${state.ItemsPath ?? /tasks\/[^']*/.exec(JSON.stringify(state.ItemReader))?.[0] ?? ''}`;
    default:
      return state.Type === 'Parallel' ? ' &' : '';
  }
}

function waysOf(state: State): string {
  if (state.Type === 'Succeed' || state.Type === 'Fail')
    return state.Type === 'Fail' ? `fails with ${state.Error}` : '.';
  if (state.Type === 'Choice') {
    const choices = state.Choices.map((one) => `${'StringEquals' in one ? one.StringEquals : '?'} -> ${one.Next}`);
    return [...choices, ...(state.Default === undefined ? [] : [`else -> ${state.Default}`])].join(', ');
  }
  const caught = 'Catch' in state ? (state.Catch ?? []).map(({ Next }) => ` ! ${Next}`).join('') : '';
  return `${state.Next === undefined ? '.' : `-> ${state.Next}`}${caught}`;
}
