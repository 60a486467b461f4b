import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

// Processes of an engine that leave nothing behind, whatever becomes of the test that started them: keeper.py.

const KEEPER = fileURLToPath(new URL('keeper.py', import.meta.url));

export interface KeptProcesses {
  /** Of the keeper, which also has what the commands write to stdout. */
  readonly process: ChildProcess;
  /** The exit code, once nothing runs any more: that of the command that ended first, or 1 where something else ended them. */
  readonly ended: Promise<number>;
  /** Kills all, and removes the folder. */
  stop(): Promise<void>;
}

/** Where stdout and stderr of the commands go. */
type Outputs = readonly [stdout: 'pipe', stderr: 'pipe' | 'inherit'];

/** @param folder - Of what they leave, gone when they are. */
export function startKept(
  python: string,
  commands: readonly (readonly string[])[],
  folder: string,
  env: NodeJS.ProcessEnv,
  outputs: Outputs,
): KeptProcesses {
  const stdio: StdioOptions = ['pipe', ...outputs];
  // Ctrl-C at a terminal reaches us alone, and our end the keeper.
  const process = spawn(python, [KEEPER, JSON.stringify(commands), folder], { env, stdio, detached: true });
  const ended = once(process, 'exit').then(([code]) => Number(code ?? 1));
  return {
    process,
    ended,
    stop: async () => {
      process.stdin?.end();
      await ended;
    },
  };
}
