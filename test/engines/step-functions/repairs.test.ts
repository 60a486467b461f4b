import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { haveMoto } from './installation.ts';

/** Repairs a class as if it were moto's, and prints what is there afterwards. */
const SCRIPT = `
from repairs import repair
class Moto:
    def call(self): return "of moto"
    @staticmethod
    def plain(): return "of moto"
before = repair(Moto, "call", lambda self: "ours, and " + before(self))
repair(Moto, "plain", lambda: "ours")
print(Moto().call(), Moto().plain(), sep="; ")
repair(Moto, "renamed", lambda: "ours")
`;

const repaired = (): Promise<{ readonly stdout: string }> =>
  promisify(execFile)('python3', ['-B', '-c', SCRIPT], { cwd: fileURLToPath(new URL('.', import.meta.url)) });

test.runIf(haveMoto)('what is repaired is there, and what is not there any more stops the server', async () => {
  const failed: unknown = await repaired().catch((error: unknown) => error);
  expect(failed).toMatchObject({
    stdout: 'ours, and of moto; ours\n',
    stderr: expect.stringContaining('AttributeError: moto has no Moto.renamed, which is repaired here'),
  });
});
