import { expect, onTestFinished, test } from 'vitest';
import { Refused } from '../../../../src/runtime/shim/refused.ts';
import { spreadSecrets } from '../../../../src/runtime/shim/spread-secrets.ts';
import { END, ShimFlow } from './shim-flow.ts';

const spread = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  spreadSecrets(env);
  return env;
};

test('each key of a whole secret is a variable, byte for byte, and the secret itself is none', () => {
  const hostile = ' ${{"\n$(x)\u2028é😀\\" ';
  const FLOWC_SECRET_0 = JSON.stringify({ password: hostile, port: 5432, on: true, list: [1] });
  expect(spread({ HOME: '/', FLOWC_SECRET_0 })).toEqual({
    HOME: '/',
    password: hostile,
    port: '5432',
    on: 'true',
    list: '[1]',
  });
});

test('of several the last counts, by number, and what is there stays', () => {
  const env = {
    FLOWC_RUN: 'r',
    FLOWC_SECRET_10: '{ "a": "of 10", "FLOWC_RUN": "other" }',
    FLOWC_SECRET_9: '{ "a": "of 9", "b": "of 9" }',
  };
  expect(spread(env)).toEqual({ FLOWC_RUN: 'r', a: 'of 10', b: 'of 9' });
});

test('other variables are none', () => {
  expect(spread({ FLOWC_SECRET_: 'x', FLOWC_SECRET_A: 'y', MY_FLOWC_SECRET_0: 'z' })).toEqual({
    FLOWC_SECRET_: 'x',
    FLOWC_SECRET_A: 'y',
    MY_FLOWC_SECRET_0: 'z',
  });
});

test.each([
  ['hunter2', 'is not the text of a JSON object'],
  ['"hunter2"', 'is not the text of a JSON object'],
  ['["hunter2"]', 'is not the text of a JSON object'],
  ['{ "a": "hunter2", }', 'is not the text of a JSON object'],
  ['{ "a=b": "hunter2" }', 'has a key that cannot name a variable: "a=b"'],
  ['{ "": "hunter2" }', 'has a key that cannot name a variable: ""'],
  ['{ "a": "hunter2\\u0000" }', 'holds a zero byte under "a"'],
])('%s is refused, and the secret is not told', (text, why) => {
  const refused = (): unknown => spread({ FLOWC_SECRET_3: text });
  expect(refused).toThrow(Refused);
  expect(refused).toThrow(`the secret in FLOWC_SECRET_3 ${why}`);
  expect(refused).not.toThrow('hunter2');
});

test('a step sees what is in a whole secret, and not the secret', async () => {
  const flow = await ShimFlow.of(
    `@step start() { note(JSON.stringify([process.env['KEY'], process.env['FLOWC_SECRET_0']])); this.next(this.end); } ${END}`,
  );
  onTestFinished(() => flow.remove());
  const right = await flow.pod('start', { env: { FLOWC_SECRET_0: '{ "KEY": "open" }' } });
  const wrong = await flow.pod('end', { env: { FLOWC_SECRET_0: 'open' } });
  expect([right.code, flow.notes(), wrong.code]).toEqual([0, ['["open",null]'], 98]);
  expect(wrong.output).toMatch(/^flowc-task: the secret in FLOWC_SECRET_0 is not the text of a JSON object\./);
});
