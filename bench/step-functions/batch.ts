// What Metaflow takes for AWS while it compiles for Step Functions: for each step it asks Batch after the job queue, its compute environment and the job
// definition, and registers the last where it is missing. moto answers, on loopback, so no account and no network is measured.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The job queue of both tools. */
export const QUEUE = 'bench';

export interface Batch extends AsyncDisposable {
  readonly url: string;
}

/** Starts moto, which is installed where it is missing. */
export async function openBatch(): Promise<Batch> {
  // Whoever compiles for others is not asked for a Python that runs it.
  const { installMoto } = await import('../../test/engines/step-functions/installation.ts');
  const args = [join(import.meta.dirname, 'batch.py'), QUEUE];
  const child = spawn(join(await installMoto(), 'python'), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const url = await firstLine(child.stdout);
  if (url === undefined) throw new Error('moto did not start.');
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface(output)) return line;
  return undefined;
}
