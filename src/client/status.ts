import { hostname } from 'node:os';
import { kill } from 'node:process';
import type { AttemptStart, RunEnd } from '../runtime/store/records.ts';

// What is going on, as far as records can say it. flowc's own engine leaves an `end.json`, unless it was killed; then its process is gone, which only
// the machine that it ran on can tell. Of any other engine there is no more than what the tasks left.

export type RunStatus = RunEnd['status'] | 'running' | 'unknown';

/** `elsewhere`: on another machine, or another engine than flowc's. */
export type EngineState = 'alive' | 'dead' | 'elsewhere';

/** The state of the process that `run.json` names as its engine: `local/<host>/<pid>/<random>`. */
export function engineState(engine: string): EngineState {
  const [kind, host, pid = ''] = engine.split('/');
  if (kind !== 'local' || host !== hostname() || !/^[1-9]\d*$/.test(pid)) return 'elsewhere';
  return isAlive(Number(pid)) ? 'alive' : 'dead';
}

function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** An attempt without an end and without a timeout counts as going on for so long, in seconds: a week. */
const LONGEST = 7 * 24 * 3600;

/** Whether an attempt that has no end may still be going on. */
export function mayBeLive({ started, timeout = LONGEST }: AttemptStart, now: Date): boolean {
  return now.getTime() - Date.parse(started) < timeout * 1000;
}
