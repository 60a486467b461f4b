import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

// Holds the types of the authoring API against the real compilers. Flows in `accepts/` have no errors; in `refuses/` a comment `// error TS2345: why`
// stands above the line for every error that must be there, and there are no others. `TS2345|TS2741` is one error that the versions number differently.

const here = import.meta.dirname;
const packages = resolve(here, '../../node_modules');
const compilers = ['typescript-5.9', 'typescript-6', 'typescript'];

interface Finding {
  /** `refuses/joins.ts:12`. */
  readonly place: string;
  readonly code: string;
  readonly text: string;
}

function runCompiler(compiler: string, args: readonly string[]): Promise<string> {
  const tsc = join(packages, compiler, 'bin/tsc');
  return new Promise((done, fail) => {
    execFile(process.execPath, [tsc, '--pretty', 'false', ...args], { cwd: here }, (error, stdout, stderr) => {
      // The compiler exits 1 or 2 when it has found errors, which stand on stdout.
      if (error !== null && typeof error.code !== 'number') fail(error);
      else if (stderr !== '') fail(new Error(`${compiler} could not run: ${stderr}`));
      else done(stdout);
    });
  });
}

/** Lines that are indented go on with the error above them. An error without a place, as of the configuration, has the place ''. */
function readErrors(output: string): Finding[] {
  return output
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(' '))
    .map((line) => {
      const [, path = '', row = '', code = '', message = line] =
        /^(.*)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line) ?? [];
      return { place: path && `${path}:${row}`, code, text: `${path}:${row} ${code} ${message}` };
    });
}

function expectedErrors(): Finding[] {
  return readdirSync(join(here, 'refuses')).flatMap((name) => {
    const path = `refuses/${name}`;
    let pending: { code: string; why: string }[] = [];
    return readFileSync(join(here, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const [, code, why = ''] = /^ *\/\/ error ([TS\d|]+)(.*)$/.exec(line) ?? [];
        if (code !== undefined) {
          pending.push({ code, why });
          return [];
        }
        const place = `${path}:${index + 1}`;
        const errors = pending.map((error) => ({
          place,
          code: error.code,
          text: `${place} ${error.code}${error.why}`,
        }));
        pending = [];
        return errors;
      });
  });
}

/** What was reported and not expected, and the other way round, each error paired at most once. */
function compare(reported: readonly Finding[], expected: readonly Finding[]) {
  const missing = [...expected];
  const unexpected = reported.filter((error) => {
    const found = missing.findIndex(({ place, code }) => place === error.place && code.split('|').includes(error.code));
    if (found >= 0) missing.splice(found, 1);
    return found < 0;
  });
  return { unexpected: unexpected.map(({ text }) => text), missing: missing.map(({ text }) => text) };
}

/** Every step returns what `this.next` returns: the chain that a compiler must not follow by recursion. */
function longFlow(steps: number): string {
  const chain = Array.from({ length: steps }, (_, i) => {
    const target = i + 1 < steps ? `step${i + 1}` : 'end';
    return `  @step ${i % 2 ? 'async ' : ''}step${i}() { this.count += 1; return this.next(this.${target}); }`;
  });
  return [
    "import { FlowSpec, step } from 'flowc';",
    'export class Long extends FlowSpec {',
    '  count = 0;',
    '  @step start() { return this.next(this.step0); }',
    ...chain,
    '  @step end() {}',
    '}',
    '',
  ].join('\n');
}

describe.each(compilers)('the authoring types under %s', (compiler) => {
  it.each(['true', 'false'])(
    'accept every right flow and refuse every wrong line (useDefineForClassFields %s)',
    async (useDefine) => {
      const output = await runCompiler(compiler, ['-p', 'tsconfig.json', '--useDefineForClassFields', useDefine]);
      expect(compare(readErrors(output), expectedErrors())).toEqual({ unexpected: [], missing: [] });
    },
    120_000,
  );

  it('check a chain of 5,000 steps', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flowc-types-'));
    try {
      writeFileSync(join(folder, 'flow.mts'), longFlow(5_000));
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          extends: join(here, 'tsconfig.json'),
          compilerOptions: { typeRoots: [join(packages, '@types')] },
          files: ['flow.mts'],
          include: [],
        }),
      );
      expect(await runCompiler(compiler, ['-p', folder])).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});
