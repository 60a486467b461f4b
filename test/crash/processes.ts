import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

// All processes of one victim run, found by a variable in their environment, so that none is missed that lost its parent. Linux alone.

/** The variable: its value sets one run's processes apart. */
export const MARK = 'CRASH_MARK';

export interface Marked {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

export function markedProcesses(mark: string): readonly Marked[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(`${MARK}=${mark}`)) return [];
        // The name, which stands in parentheses before, may hold anything.
        const [state, parent, group] = readFileSync(`/proc/${name}/stat`, 'latin1')
          .replace(/^.*\) /s, '')
          .split(' ');
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
      } catch {
        // It has ended, or is somebody else's.
        return [];
      }
    });
}

/**
 * Waits until nothing lives that bears the mark.
 *
 * @param leaderless - Groups whose leader was killed: what is left of them has nobody who could end it.
 * @throws where something lives on much longer than a worker that has lost its engine may.
 */
export async function allGone(mark: string, leaderless: ReadonlySet<number>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const left = markedProcesses(mark);
    if (left.length === 0) return;
    for (const { pid, group } of left) if (leaderless.has(group)) end(pid);
    await wait(20);
  }
  const left = markedProcesses(mark);
  const told = left.map(({ pid }) => `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')}`);
  for (const { pid } of left) end(pid);
  throw new Error(`processes outlive their engine by 10 s:\n${told.join('\n')}`);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
