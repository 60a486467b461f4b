import { describe, expect, test } from 'vitest';
import { Fault } from '../../../../src/orchestrators/fault.ts';
import { account } from './account.ts';
import { environment, open, refusal, serve, setEnvironment, type Answer } from './server.ts';
import { Story } from './story.ts';

const name = { workflow: 'train-flow', run: 'r' };

const faultOf = async (work: () => Promise<unknown>): Promise<Fault> => {
  const error: unknown = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
};

const status = async (): Promise<unknown> => (await open()).status(name);

const well = account({ machines: { 'train-flow': { runs: { r: { status: 'RUNNING' } } } } });

describe('what may pass', () => {
  test.each([
    ['throttling', refusal('ThrottlingException', 'Rate exceeded')],
    ['too many requests', refusal('TooManyRequestsException')],
    ['a server that has trouble', { status: 503, text: '<h1>Service Unavailable</h1>' }],
  ])('is tried again: %s', async (_, first) => {
    const left: Answer[] = [first];
    const { asked } = await serve((one) => left.shift() ?? well(one));
    expect(await status()).toMatchObject({ name, state: 'running' });
    expect(asked.map(({ action }) => action).slice(0, 2)).toEqual(['ListStateMachines', 'ListStateMachines']);
  });

  test.each([
    [
      refusal('ThrottlingException', 'Rate exceeded'),
      'throttles `states:ListStateMachines`, again and again: Rate exceeded',
    ],
    [{ status: 502, text: '<h1>Bad Gateway</h1>' }, 'answered 502, again and again'],
    [refusal('InternalFailure', '', 500), 'answered 500, again and again'],
  ])('is told where it does not: %j', async (answer, says) => {
    const { asked } = await serve(() => answer);
    const { message, passes } = await faultOf(status);
    expect([message, passes]).toEqual([`Step Functions in eu-central-1 ${says}`, true]);
    expect(asked).toHaveLength(2);
  });

  test('a server that is not there may come', async () => {
    setEnvironment({ ...environment, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect(await faultOf(status)).toMatchObject({
      message: 'cannot reach Step Functions in eu-central-1: nothing listens there',
      passes: true,
    });
  });
});

describe('what does not pass', () => {
  const user = 'User: arn:aws:iam::123456789012:user/ada is not authorized to perform:';

  test.each<[string, Answer, RegExp, RegExp?]>([
    [
      'who may not',
      refusal('AccessDeniedException', `${user} states:ListStateMachines on resource: *`),
      /^these credentials may not do `states:ListStateMachines`: User: /,
      /^Allow `states:ListStateMachines` in the policy/,
    ],
    [
      'who may not, without a word',
      refusal('AccessDeniedException'),
      /^these credentials may not do `states:ListStateMachines`$/,
    ],
    [
      'who may not use the key of what is encrypted',
      refusal('KmsAccessDeniedException', `${user} kms:Decrypt on this resource`),
      /^these credentials may not do `kms:Decrypt`/,
    ],
    [
      'credentials that have run out',
      refusal('ExpiredTokenException', 'The security token is expired.'),
      /^the credentials for AWS have run out: The security token is expired$/,
    ],
    [
      'a key that AWS does not know',
      refusal('UnrecognizedClientException', 'The security token is invalid.'),
      /^AWS does not take these credentials in eu-central-1: /,
    ],
    [
      'a wrong secret',
      refusal('InvalidSignatureException', 'The request signature …'),
      /^AWS does not take these credentials/,
    ],
    [
      'a page to log in',
      { text: '<html>' },
      /^what answers for Step Functions in eu-central-1 is not AWS: it answered 200, and no JSON$/,
    ],
    [
      'what AWS takes for wrong',
      refusal('ValidationException', 'one\ntwo'),
      /refuses what it was asked for \(states:ListStateMachines\): one$/,
    ],
    [
      'what nobody expects',
      refusal('NewException'),
      /refuses what it was asked for \(states:ListStateMachines\): NewException$/,
    ],
  ])('is told at once: %s', async (_, answer, says, helps = /^/) => {
    const { asked } = await serve(() => answer);
    const { message, help, passes } = await faultOf(status);
    expect(message).toMatch(says);
    expect(help ?? '').toMatch(helps);
    expect([passes, asked.length]).toEqual([false, 1]);
  });

  test('is told of Batch and of CloudWatch by their names', async () => {
    const { events } = new Story().entered('start').scheduled('flowc-task', 'start').submitted('a');
    const run = { status: 'RUNNING', events };
    const answers = account({ machines: { 'train-flow': { runs: { r: run } } } });
    await serve((asked) => (asked.action === 'DescribeJobs' ? refusal('ServerException', '', 500) : answers(asked)));
    expect((await faultOf(status)).message).toBe('AWS Batch in eu-central-1 answered 500, again and again');
  });

  test('is no obstacle where only Batch may not be asked', async () => {
    const { events } = new Story().entered('start').scheduled('flowc-task', 'start').submitted('a');
    const run = { status: 'RUNNING', events };
    const answers = account({ machines: { 'train-flow': { runs: { r: run } } } });
    await serve((asked) =>
      asked.action === 'DescribeJobs' ? refusal('AccessDeniedException', '', 403) : answers(asked),
    );
    expect(await status()).toMatchObject({
      tasks: [{ state: 'running', said: 'submitted' }],
      notes: ['which of the submitted jobs run is not known: these credentials may not do `batch:DescribeJobs`'],
    });
  });
});

describe('who asks, and where', () => {
  test('has to be said', async () => {
    await serve(well);
    setEnvironment({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    const nobody = await faultOf(status);
    expect(nobody.message).toMatch(/^there are no credentials for AWS: /);
    expect(nobody.help).toContain('Set AWS_ACCESS_KEY_ID');
    setEnvironment({ AWS_PROFILE: 'lab' });
    expect((await faultOf(status)).help).toContain('AWS_PROFILE is `lab`');
    setEnvironment({ AWS_REGION: '' });
    expect((await faultOf(open)).message).toBe('it is not said in which region of AWS to ask Step Functions');
  });

  test('is the region that AWS’s other tools take too', async () => {
    await serve(well);
    setEnvironment({ AWS_REGION: '', AWS_DEFAULT_REGION: 'us-west-2' });
    expect((await open()).place).toBe('us-west-2');
  });

  test('may be another server for one of the services', async () => {
    const { url, asked } = await serve(well);
    setEnvironment({ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_SFN: url });
    expect(await status()).toMatchObject({ state: 'running' });
    expect(asked.length).toBeGreaterThan(1);
  });
});
