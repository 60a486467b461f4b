import { describe, expect, test } from 'vitest';
import { readTaskArguments } from '../../../../src/runtime/shim/protocol-io.ts';
import { Refused } from '../../../../src/runtime/shim/refused.ts';

const env = { FLOWC_FLOW: 'F', FLOWC_RUN: 'r', FLOWC_ENGINE: 'argo/1', FLOWC_DATASTORE: 's3://b', FLOWC_PACKAGE: 'c' };

describe('the shim’s arguments', () => {
  test('are read as manifests write them', () => {
    expect(readTaskArguments(['train', '--frames', '3.v0', '--attempt', '1', '--tries', '4'], env)).toMatchObject({
      flow: 'F',
      run: 'r',
      engine: 'argo/1',
      datastore: 's3://b',
      code: 'c',
      task: { step: 'train', frames: '3.v0' },
      attempt: 1,
      tries: 4,
      guard: false,
      control: '/tmp/flowc',
    });
    expect(readTaskArguments(['notify', '--exit', 'Failed'], env)).toMatchObject({
      task: { step: 'notify', frames: '' },
      attempt: 0,
      exit: 'Failed',
    });
    expect(readTaskArguments(['train', '--guard'], env)).toMatchObject({ guard: true });
    for (const args of [
      ['--exit', '--guard'],
      ['--guard', '--exit'],
      ['--exit=', '--guard'],
    ]) {
      expect(readTaskArguments(['notify', ...args], env)).toMatchObject({ exit: '', guard: true });
    }
  });

  test('leave out the tries that an engine does not tell, which makes each the last', () => {
    expect(readTaskArguments(['train'], env)).not.toHaveProperty('tries');
  });

  test('take parameters as an engine lists them, and no more of what it says', () => {
    const FLOWC_PARAMETERS = JSON.stringify([
      { name: 'a', value: '1', description: 'x', enum: ['1'] },
      { name: 'b' },
      'c',
    ]);
    expect([...readTaskArguments(['start'], { ...env, FLOWC_PARAMETERS }).parameters]).toEqual([['a', { text: '1' }]]);
  });

  test('take parameters by name, each as it is, but for those that were not given', () => {
    const FLOWC_PARAMETERS = '{ "a": "1", "b": 2, "c": null, "d": ["x", null] }';
    expect([...readTaskArguments(['start'], { ...env, FLOWC_PARAMETERS }).parameters]).toEqual([
      ['a', { json: '1' }],
      ['b', { json: 2 }],
      ['d', { json: ['x', null] }],
    ]);
  });

  test.each([
    [[], env, 'no step is named. It runs one task of a flow'],
    [['a', 'b'], env, 'more than one step is named'],
    [['a', '--farmes', '1'], env, '--farmes'],
    [['a', '--attempt', '-1'], env, '--attempt'],
    [['a', '--attempt', 'x'], env, '`--attempt`, or FLOWC_ATTEMPT, has to be a whole number, and is `x`'],
    [['a'], { FLOWC_FLOW: 'F', FLOWC_RUN: '' }, 'lacks FLOWC_RUN, FLOWC_ENGINE, FLOWC_DATASTORE, FLOWC_PACKAGE'],
    [['a'], { ...env, FLOWC_PARAMETERS: '{' }, '`FLOWC_PARAMETERS` has to be a JSON list'],
    [['a'], { ...env, FLOWC_PARAMETERS: '1' }, 'or an object of values by name'],
  ])('%j are refused: trying again cannot help', (args, given, message) => {
    const read = (): unknown => readTaskArguments(args, given);
    expect(read).toThrow(Refused);
    expect(read).toThrow(message);
  });
});
