import { describe, expect, test } from 'vitest';
import { openAirflow } from '../../../../src/orchestrators/airflow/airflow.ts';
import { Fault } from '../../../../src/orchestrators/fault.ts';
import { ask, byPath, dag, dagRun, page, serve, type Answer, type Asked } from './server.ts';

const name = { workflow: 'train-flow', run: 'r' };
const runUrl = '/dags/train-flow/dagRuns/r';

const token = { FLOWC_AIRFLOW_TOKEN: 'secret' };

/** A run without tasks, once `first` have been answered. */
const afterwards = (first: readonly Answer[]): ((asked: Asked) => Answer) => {
  const left = [...first];
  const well = byPath({
    [runUrl]: { json: dagRun('train-flow', 'r') },
    [`${runUrl}/taskInstances`]: ({ url }) => page(url, 'task_instances', []),
    '/dags/train-flow': { json: dag('train-flow') },
  });
  return (asked) => left.shift() ?? well(asked);
};

const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
};

describe('what may pass', () => {
  test.each([
    [
      'a server that has trouble',
      [
        { status: 503, json: {} },
        { status: 500, text: 'oh' },
      ],
    ],
    ['one that is asked too much', [{ status: 429, json: {}, headers: { 'retry-after': '0.01' } }]],
    ['one that is slow', [{ json: {}, after: 3000 }]],
  ])('is tried again: %s', async (_, first) => {
    const { url, asked } = await serve(afterwards(first));
    expect(await ask(url, token, 1000).status(name)).toMatchObject({ name, state: 'running' });
    expect(asked).toHaveLength(first.length + 2);
  });

  test('is told where it does not pass', async () => {
    const { url, asked } = await serve(() => ({ status: 502, text: '<h1>Bad Gateway</h1>' }));
    expect((await faultOf(ask(url).status(name))).message).toBe(`Airflow at ${url} answered 502, again and again`);
    expect(asked).toHaveLength(3);
    const slow = await serve(() => ({ json: {}, after: 2000 }));
    expect((await faultOf(ask(slow.url, token, 100).status(name))).message).toBe(
      `cannot reach Airflow at ${slow.url}: it did not answer within 0.1 s`,
    );
    expect((await faultOf(ask('http://127.0.0.1:9').status(name))).message).toMatch(
      /: (nothing listens there|bad port)$/,
    );
    expect((await faultOf(ask('http://airflow.invalid').status(name))).message).toContain('cannot reach Airflow at');
  });
});

describe('what does not pass', () => {
  test.each<[string, Answer, RegExp]>([
    [
      'a page to log in',
      { status: 302, text: '', headers: { location: 'https://sso.example/' } },
      /it leads to https:\/\/sso/,
    ],
    ['a page', { text: '<html>' }, /there is no Airflow API at .*: it answered 200, text\/html/],
    ['another API', { status: 404, json: { error: 'no such route' } }, /it answered 404, application\/json/],
    ['a user who may not', { status: 403, json: { detail: 'Forbidden' } }, /does not let this user do that: Forbidden/],
    [
      'a token that has run out',
      { status: 401, json: { detail: 'Token Expired' } },
      /does not take the token: Token Expired/,
    ],
    [
      'a token of another server',
      { status: 403, json: { detail: 'Invalid JWT token' } },
      /does not take the token: Invalid/,
    ],
    [
      'a request that it takes for wrong',
      { status: 422, json: { detail: [{ loc: ['query', 'limit'], msg: 'too much' }] } },
      /refuses what it was asked for: limit too much/,
    ],
  ])('is told at once: %s', async (_, answer, says) => {
    const { url, asked } = await serve(() => answer);
    expect((await faultOf(ask(url).status(name))).message).toMatch(says);
    expect(asked).toHaveLength(1);
  });
});

describe('who asks', () => {
  const user = { FLOWC_AIRFLOW_USERNAME: 'ada', FLOWC_AIRFLOW_PASSWORD: 'pässword' };

  /** Gives tokens by number, and takes only some. */
  const guarded = (takes: (token: string) => Answer | undefined): ((asked: Asked) => Answer) => {
    let given = 0;
    const well = afterwards([]);
    return (asked) => {
      if (asked.url === '/auth/token') return { status: 201, json: { access_token: `t${++given}` } };
      return takes(asked.headers.authorization ?? '') ?? well(asked);
    };
  };

  test('is a token of the environment, with a header beside it where one is wanted', async () => {
    const { url, asked } = await serve(afterwards([]));
    await ask(url, { FLOWC_AIRFLOW_TOKEN: 'abc', FLOWC_AIRFLOW_HEADER: 'Proxy-Authorization: Bearer x y' }).status(
      name,
    );
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer abc', 'proxy-authorization': 'Bearer x y' });
    expect(() => ask(url, { FLOWC_AIRFLOW_TOKEN: 'abc', FLOWC_AIRFLOW_HEADER: 'nothing' })).toThrow('is no header');
  });

  test.each([
    [401, 'Token Expired'],
    [403, 'Invalid JWT token'],
  ])('gets one for a name and a password, and another where that is no longer taken: %i', async (status, detail) => {
    const { url, asked } = await serve(
      guarded((token) => (token === 'Bearer t1' ? { status, json: { detail } } : undefined)),
    );
    expect(await ask(url, user).status(name)).toMatchObject({ state: 'running' });
    expect(asked.map((one) => one.url.split('/').at(-1)?.split('?')[0])).toEqual([
      'token',
      'r',
      'token',
      'r',
      'taskInstances',
    ]);
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ username: 'ada', password: 'pässword' });
  });

  test('does not ask for tokens without end', async () => {
    const { url, asked } = await serve(guarded(() => ({ status: 401, json: { detail: 'no' } })));
    expect((await faultOf(ask(url, user).status(name))).message).toContain('does not take the token: no');
    expect(asked).toHaveLength(4);
  });

  test('is told that the password is wrong, and never shown it', async () => {
    const { url } = await serve(() => ({ status: 401, json: { detail: 'Invalid credentials' } }));
    const { message, help } = await faultOf(ask(url, user).status(name));
    expect(message).toBe(`Airflow at ${url} gives \`ada\` no token: Invalid credentials`);
    expect(help).not.toContain('pässword');
  });

  test('has to be said', () => {
    expect(() => openAirflow('http://a', {})).toThrow('Airflow wants to know who asks');
    expect(() => openAirflow('http://a', { FLOWC_AIRFLOW_USERNAME: 'ada' })).toThrow(Fault);
  });
});
