import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { VERSION } from '../../../src/runtime/version.ts';
import { catalogue } from '../../../src/compiler/diagnostics/catalogue.ts';
import { flowText, flowc, projectWith } from './run.ts';

const nowhere = '/';

describe('flowc', () => {
  test('says the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(VERSION, 'src/runtime/version.ts').toBe(version);
    expect(await flowc(nowhere, ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test('alone shows help, as a mistake', async () => {
    const { code, out, err } = await flowc(nowhere, []);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('flowc compile flows/train.ts --target argo');
    expect(await flowc(nowhere, ['--help'])).toEqual({ code: 0, out: err, err: '' });
  });

  test.each(Object.keys(commands))('%s has help with examples, of at most the width', async (name) => {
    const { code, out } = await flowc(nowhere, ['help', name], { width: 80 });
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: flowc ${name}`));
    expect(out).toContain('\nExamples\n  # ');
    expect((await flowc(nowhere, [name, '--help'], { width: 80 })).out).toBe(out);
  });

  test('that could not run says so in JSON too, where JSON was asked for', async () => {
    const { code, out, err } = await flowc(nowhere, ['compile', 'a.ts', '--target', 'arog', '--reporter', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({
      diagnostics: [],
      error: {
        message: '`--target` cannot be `arog`; did you mean `argo`?',
        help: 'It is one of `argo`, `airflow`, `step-functions`.',
      },
    });
    expect(err).toContain('did you mean `argo`?');
  });

  test.each([
    [['complie', 'a.ts'], 'flowc has no command `complie`; did you mean `compile`?'],
    [['flows/train.ts'], 'To compile that file: `flowc compile flows/train.ts --target argo`.'],
    [['compile', '--traget', 'argo'], '`flowc compile` has no option `--traget`; did you mean `--target`?'],
    [['compile', 'a.ts', '--target', 'arog'], '`--target` cannot be `arog`; did you mean `argo`?'],
    [['compile', 'a.ts', '--target', 'nomad'], 'It is one of `argo`, `airflow`, `step-functions`.'],
    [['graph', 'a.ts', '--format', 'png'], 'It is one of `terminal`, `mermaid`, '],
    [['--target', 'argo', 'compile'], 'all others stand after a command'],
    [['explain', 'FLOWC9999'], 'there is no diagnostic `FLOWC9999`\n'],
    [['compile', 'a.ts', '--out'], '`--out` needs a value'],
    [['compile', 'a.ts', '--out', '--check'], 'needs a value, and `--check` looks like another option'],
    [['compile', 'a.ts', '--check=yes'], '`--check` takes no value'],
    [['compile', 'a.ts', '--out', 'a', '--out', 'b'], '`--out` is given twice'],
    [['compile', 'a.ts', '--check', '--stdout'], '`--stdout` and `--check` exclude each other'],
    [['compile'], 'no file to compile'],
    [['help', 'chek'], 'flowc has no command `chek`; did you mean `check`?'],
    [['explain', 'no-strat'], 'there is no diagnostic `no-strat`; did you mean `no-start`?'],
  ])('%j is refused with the way out', async (argv, says) => {
    const { code, out, err } = await flowc(nowhere, argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^error: /);
    expect(err).toContain(says);
  });

  test('colours only where asked', async () => {
    expect((await flowc(nowhere, ['compile'])).err).not.toContain('\x1b');
    expect((await flowc(nowhere, ['compile'], { colour: true })).err).toContain('\x1b[1;31merror\x1b[0m');
  });
});

describe('flowc explain', () => {
  test('lists every diagnostic', async () => {
    const { out } = await flowc(nowhere, ['explain']);
    expect(out.trimEnd().split('\n')).toHaveLength(Object.keys(catalogue).length);
  });

  test('explains by code, number or name', async () => {
    const { code } = catalogue['no-start'];
    const byName = await flowc(nowhere, ['explain', 'no-start']);
    expect(byName.out).toContain(`error ${code} no-start\n\n`);
    expect(byName.out).toContain('help: ');
    expect(await flowc(nowhere, ['explain', code.toLowerCase()])).toEqual(byName);
    expect(await flowc(nowhere, ['explain', code.slice('FLOWC'.length)])).toEqual(byName);
  });
});

describe('flowc check', () => {
  test('is silent about nothing', async () => {
    const root = projectWith({ 'flow.ts': flowText() });
    expect(await flowc(root, ['check', 'flow.ts'])).toEqual({
      code: 0,
      out: 'TrainFlow: nothing to complain of\n',
      err: '',
    });
  });

  test('says what is wrong, with the file as the reader calls it', async () => {
    const root = projectWith({ 'flows/flow.ts': flowText('BadFlow', ''), 'docs/x.md': '' });
    const { code, err } = await flowc(`${root}/docs`, ['check', '../flows/flow.ts']);
    expect(code).toBe(1);
    expect(err).toContain('--> ../flows/flow.ts:');
    expect(err).toMatch(/1 error in 1 file\n$/);
  });

  test('lets warnings pass, unless denied', async () => {
    const warned = flowText().replace('@step', 'started = Math.random();\n\n  @step');
    const root = projectWith({ 'flow.ts': warned });
    const { code, err } = await flowc(root, ['check', 'flow.ts']);
    expect(code).toBe(0);
    expect(err).toMatch(/^warning FLOWC/);
    expect(await flowc(root, ['check', 'flow.ts', '--deny-warnings'])).toMatchObject({ code: 1 });
  });
});

describe('flowc graph', () => {
  test('draws in the terminal, and in other formats one flow at a time', async () => {
    const root = projectWith({ 'flow.ts': `${flowText('AFlow')}${flowText('BFlow').replace(/^import.*\n/, '')}` });
    expect((await flowc(root, ['graph', 'flow.ts'])).out).toMatch(/AFlow[^]*BFlow/);
    expect((await flowc(root, ['graph', 'flow.ts', '--format', 'svg'])).err).toContain(
      'Pick one of `flow.ts#AFlow`, `flow.ts#BFlow`.',
    );
    const { out } = await flowc(root, ['graph', 'flow.ts#BFlow', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ flow: { name: 'BFlow' } });
  });
});
