import type { StateMachine } from '../asl.ts';

// What a state machine does with other services, found in the machine itself, so that its role never grants what it does not do nor lacks what it does.

export interface Uses {
  /** It reads control objects, or lists of frames. */
  readonly readsStore: boolean;
  /** A foreach of it has children of its own. */
  readonly distributed: boolean;
  /** It looks which runs of its own are going on. */
  readonly listsRuns: boolean;
  /** Names or ARNs, each once. */
  readonly queues: readonly string[];
}

export function usesOf(machine: StateMachine): Uses {
  let [readsStore, distributed, listsRuns] = [false, false, false];
  const queues = new Set<string>();
  for (const [key, value] of fields(machine)) {
    if (key === 'Resource' && typeof value === 'string' && value.endsWith(':s3:getObject')) readsStore = true;
    if (key === 'Resource' && typeof value === 'string' && value.endsWith(':listExecutions')) listsRuns = true;
    if (key === 'Mode' && value === 'DISTRIBUTED') distributed = true;
    if (key === 'JobQueue' && typeof value === 'string') queues.add(value);
  }
  return { readsStore, distributed, listsRuns, queues: [...queues] };
}

/** Every field at any depth. Names of states are fields too, and hold objects: no field that is looked for does. */
function* fields(value: object): Generator<[string, unknown]> {
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const entry of Object.entries(next)) {
      if (!Array.isArray(next)) yield entry;
      open.push(entry[1]);
    }
  }
}
