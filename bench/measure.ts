// One run of one command, measured by measure.py: see there for what the numbers hold.
//
// A command that fails or takes too long is a result like another ("Metaflow gives up at 1,000 steps"), so it is
// returned; only a bench that can't measure at all throws.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Command {
  /** Absolute path of the program, then its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Milliseconds, milliseconds, bytes. */
export interface Usage {
  readonly wall: number;
  readonly cpu: number;
  readonly rss: number;
}

export type Outcome =
  { readonly kind: 'done'; readonly usage: Usage } | { readonly kind: 'failed'; readonly reason: string };

const script = join(import.meta.dirname, 'measure.py');

/** The file beside the working folder that holds what the command last printed. */
export function stdoutOf(command: Command): string {
  return `${command.cwd}.stdout`;
}

/** Runs `command`, and kills it and its process group after `seconds`. */
export async function measure(python: string, command: Command, seconds: number): Promise<Outcome> {
  const stderr = `${command.cwd}.stderr`;
  const args = ['-I', '-S', script, String(seconds), stdoutOf(command), stderr, ...command.argv];
  const child = spawn(python, args, { cwd: command.cwd, env: command.env, stdio: ['ignore', 'pipe', 'inherit'] });
  const answer = await text(child.stdout);
  if (answer === '') throw new Error(`measure.py could not run \`${command.argv.join(' ')}\`.`);
  const { wall, cpu, rss, code, late }: Usage & { code: number; late: boolean } = JSON.parse(answer);
  if (late) return { kind: 'failed', reason: `killed after ${seconds} s` };
  if (code !== 0) return { kind: 'failed', reason: `exit ${code}: ${lastLine(await readFile(stderr, 'utf8'))}` };
  return { kind: 'done', usage: { wall: wall * 1000, cpu: cpu * 1000, rss } };
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1)?.trim().slice(0, 100) ?? '';
}
