import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { ExitCode } from '../../../src/cli/command.ts';
import type { Io, Output } from '../../../src/cli/io.ts';
import { main } from '../../../src/cli/main.ts';

/** A folder on the disk with these files, that goes when the test is over. */
export function projectWith(files: Readonly<Record<string, string>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'flowc-cli-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  put(root, { 'package.json': '{ "type": "module" }', ...files });
  return root;
}

export function put(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** As `npm run build` leaves it, which `npm test` runs first. */
const builtShim = fileURLToPath(new URL('../../../dist/flowc-task.cjs', import.meta.url));

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in `cwd`, in this process, where nothing else is said with a datastore in the environment. */
export async function flowc(
  cwd: string,
  argv: readonly string[],
  with_: Partial<Pick<Io, 'env' | 'shim' | 'onStop'> & Output> = {},
): Promise<Ran> {
  const { env = { FLOWC_DATASTORE: 's3://flows/test' }, shim = builtShim, onStop = () => () => {}, ...look } = with_;
  const said: Record<'out' | 'err', Uint8Array[]> = { out: [], err: [] };
  const output = (name: 'out' | 'err'): Output => ({
    interactive: false,
    colour: false,
    width: 120,
    height: 24,
    ...look,
    write: (text) => said[name].push(Buffer.from(text)) > 0,
  });
  const code = await main(argv, { cwd, env, out: output('out'), err: output('err'), shim, onStop });
  return { code, out: Buffer.concat(said.out).toString(), err: Buffer.concat(said.err).toString() };
}

/** A flow that is right. */
export const flowText = (
  name = 'TrainFlow',
  steps = 'this.next(this.end);',
): string => `import { FlowSpec, step } from 'flowc';

export class ${name} extends FlowSpec {
  @step
  start() {
    ${steps}
  }

  @step
  end() {}
}
`;
