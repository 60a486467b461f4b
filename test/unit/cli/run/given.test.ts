import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../../src/cli/arguments.ts';
import { collectParameters } from '../../../../src/cli/run/given.ts';
import { runOptions } from '../../../../src/cli/run/options.ts';
import type { PlanParameter } from '../../../../src/runtime/plan.ts';
import { projectWith } from '../run.ts';

const parameters: readonly PlanParameter[] = [
  { name: 'learningRate', kind: 'number', required: true },
  { name: 'epochs', kind: 'integer', required: true },
  { name: 'name', kind: 'string', required: true },
  { name: 'fast', kind: 'boolean', required: true },
  { name: 'mode', kind: 'choice', of: ['a', 2], required: true },
  { name: 'layers', kind: 'json', required: true },
  { name: 'data', kind: 'file', required: true },
];

/** Values by field, what is wrong, and the words that stay for flowc. */
function collect(argv: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = '/project') {
  const args = parseArguments(argv, { options: runOptions, ofFlow: true }, 'flowc run');
  const sources = { flags: args.ofFlow, file: args.text('params'), options: runOptions };
  const { given, faults } = collectParameters(parameters, sources, { cwd, env });
  return {
    values: Object.fromEntries([...given].map(([name, { value }]) => [name, 'json' in value ? value.json : value])),
    sources: [...given.values()].map(({ source }) => source),
    faults: faults.map(({ source, message }) => `${source} ${message}`),
    words: args.positionals,
    args,
  };
}

describe('parameters on the command line', () => {
  test('are typed by what the flow says of them', () => {
    const { values, faults, words } = collect([
      'flow.ts',
      ...['--learning-rate', '-0.5', '--epochs=3', '--name', '7', '--fast', '--mode', '2'],
      ...['--layers', '[1,{"a":null}]', '--data', 'in/a.csv'],
    ]);
    expect(faults).toEqual([]);
    expect(words).toEqual(['flow.ts']);
    expect(values).toEqual({
      ...{ learningRate: -0.5, epochs: 3, name: '7', fast: true, mode: 2, layers: [1, { a: null }] },
      data: '/project/in/a.csv',
    });
  });

  test('may stand before the file and among the flags of flowc', () => {
    const { values, words, args } = collect([
      '--tag',
      'a',
      '--name',
      'x',
      '--only',
      'p',
      'flow.ts',
      '--only',
      'q',
      'r',
      '--epochs',
      '1',
      '--tag=b,c',
    ]);
    expect(values).toEqual({ name: 'x', epochs: 1 });
    expect(words).toEqual(['flow.ts']);
    expect([args.texts('tag'), args.texts('only')]).toEqual([
      ['a', 'b,c'],
      ['p', 'q', 'r'],
    ]);
  });

  test.each([
    [['--no-fast'], false],
    [['--fast=false'], false],
    [['--fast', 'true'], true],
    [['--fast', '--epochs', '1'], true],
  ])('switch a boolean: %j', (argv, fast) => {
    expect(collect(argv).values['fast']).toBe(fast);
  });

  test.each([
    [
      ['--learningrate', '1'],
      '`--learningrate` is no option of flowc and no parameter of the flow; did you mean `--learning-rate`?',
    ],
    [['--max-worker', '1'], 'did you mean `--max-workers`?'],
    [['--epochs'], '`--epochs` needs a value: `--epochs N`'],
    [['--epochs', '1', '--epochs', '2'], '`--epochs` is given twice'],
    [['--fast', 'flow.ts'], '`--fast` takes no value, and `flow.ts` follows it'],
    [['--no-name'], '`--no-name` is no option of flowc'],
  ])('are refused: %j', (argv, says) => {
    expect(collect(argv).faults.join('\n')).toContain(says);
  });

  test('what is no number is handed on, for the check to say so', () => {
    expect(collect(['--epochs', 'ten', '--mode', 'b', '--layers', '[1']).values).toEqual({
      epochs: 'ten',
      mode: 'b',
      layers: { text: '[1' },
    });
  });
});

describe('parameters from elsewhere', () => {
  test('flags hold over the file, the file over the environment', () => {
    const cwd = projectWith({ 'in/p.json': '{ "epochs": 2, "name": "file", "data": "a.csv" }' });
    const env = {
      FLOWC_PARAM_LEARNING_RATE: '0.25',
      FLOWC_PARAM_EPOCHS: '1',
      FLOWC_PARAM_NAME: 'env',
      FLOWC_PARAM_MODE: '',
    };
    const { values, sources } = collect(['--params', 'in/p.json', '--name', 'flag'], env, cwd);
    expect(values).toEqual({ learningRate: 0.25, epochs: 2, name: 'flag', data: `${cwd}/in/a.csv` });
    expect(sources).toEqual([
      '`FLOWC_PARAM_LEARNING_RATE`',
      '`epochs` in `in/p.json`',
      '`--name`',
      '`data` in `in/p.json`',
    ]);
  });

  test('a key that is no field is told with the one that was meant', () => {
    const cwd = projectWith({ 'p.json': '{ "epoch": 2 }' });
    expect(collect(['--params', 'p.json'], {}, cwd).faults).toEqual([
      '`epoch` in `p.json` is no parameter of the flow; did you mean `epochs`?',
    ]);
  });

  test.each([
    ['[1]', 'holds no parameters'],
    ['{', '`p.json` is no JSON: Expected property name'],
  ])('a file with %s is refused', (text, says) => {
    const cwd = projectWith({ 'p.json': text });
    expect(() => collect(['--params', 'p.json'], {}, cwd)).toThrow(says);
  });
});
