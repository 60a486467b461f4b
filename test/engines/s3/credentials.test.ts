// Where a pod may have its credentials from, through the shim as it is built: the SDK loads what each way takes only when it is gone, which a bundle may have lost.
// And what the pod says where there are none, or they are wrong.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ShimFlow } from '../../unit/runtime/shim/shim-flow.ts';
import { startIdentity, type Identity } from './identity.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { ACCESS_KEY, BUCKET, buildS3Server, haveS3Server, SECRET_KEY, startS3Server, type S3Server } from './server.ts';

const STATIC = { AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: SECRET_KEY };
const TOKEN = 'a-token-that-kubernetes-gave-to-the-pod';

describe.runIf(haveS3Server)('a pod', { timeout: 120_000 }, () => {
  let server: S3Server;
  let proxy: Proxy;
  let identity: Identity;
  let flow: ShimFlow;

  beforeAll(async () => {
    for (const [name, value] of Object.entries({ ...STATIC, AWS_REGION: 'us-east-1' })) vi.stubEnv(name, value);
    await buildS3Server();
    server = await startS3Server();
    proxy = await startProxy(server.socket);
    identity = await startIdentity(ACCESS_KEY, SECRET_KEY, TOKEN);
    // The artifact is loaded while everything waits, by a client of its own in another thread.
    flow = await ShimFlow.of(
      `big = '';
       @step start() { this.big = 'y'.repeat(100_000); this.next(this.end); }
       @step end() { note(String(String(Reflect.get(this as object, 'big')).length)); }`,
      '',
      { root: `s3://${BUCKET}/flows`, env: { AWS_ENDPOINT_URL_S3: proxy.url, AWS_REGION: 'us-east-1' } },
    );
  }, 10 * 60_000);

  afterAll(async () => {
    await flow.remove();
    identity.close();
    await proxy.close();
    await server.stop();
    vi.unstubAllEnvs();
  });

  const file = (name: string, text: string): string => {
    const path = join(flow.folder, name);
    writeFileSync(path, text);
    return path;
  };

  /** Each with what has to be asked of whom. */
  const ways: Readonly<
    Record<string, () => readonly [env: Readonly<Record<string, string>>, asks: readonly string[]]>
  > = {
    'static keys': () => [STATIC, []],
    'a shared profile': () => [
      {
        AWS_PROFILE: 'lab',
        AWS_CONFIG_FILE: file('config', `[profile lab]\nregion = eu-central-1\n`),
        AWS_SHARED_CREDENTIALS_FILE: file(
          'credentials',
          `[lab]\naws_access_key_id = ${ACCESS_KEY}\naws_secret_access_key = ${SECRET_KEY}\n`,
        ),
      },
      [],
    ],
    'a web identity (IRSA)': () => [
      {
        AWS_ENDPOINT_URL_STS: identity.url,
        AWS_ROLE_ARN: 'arn:aws:iam::1:role/flows',
        AWS_WEB_IDENTITY_TOKEN_FILE: file('web-token', TOKEN),
      },
      ['POST /'],
    ],
    'a pod identity (EKS)': () => [
      {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${identity.url}/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file('pod-token', TOKEN),
      },
      ['GET /credentials'],
    ],
    'the role of the instance (IMDSv2)': () => [
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: identity.url },
      ['PUT /latest/api/token', 'GET /latest/meta-data/iam/security-credentials/role-of-the-node'],
    ],
  };

  test.each(Object.entries(ways))('reaches the bucket by %s', async (name, way) => {
    identity.asked();
    const [env, asks] = way();
    const of = { ...env, FLOWC_RUN: name };
    const before = flow.notes().length;
    const ran = await flow.walk(undefined, { env: of });
    expect(ran.map(({ step }) => step)).toEqual(['start', 'end']);
    expect(flow.notes().slice(before)).toEqual(['100000']);
    expect(identity.asked()).toEqual(asks.length === 0 ? [] : expect.arrayContaining([...asks]));
  });

  const failures: Readonly<Record<string, () => readonly [env: Readonly<Record<string, string>>, says: string]>> = {
    'no credentials, where nobody answers for the machine': () => [
      { AWS_EC2_METADATA_SERVICE_ENDPOINT: identity.silent },
      'there are no credentials (Could not load credentials from any providers). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; in a pod by a secret',
    ],
    'a profile that is not there': () => [
      { AWS_PROFILE: 'nobody' },
      'there are no credentials (Could not load credentials from any providers). AWS_PROFILE is `nobody`: see that this profile stands in',
    ],
    'a web identity that the token service does not take': () => [
      {
        AWS_ENDPOINT_URL_STS: identity.url,
        AWS_ROLE_ARN: 'arn:aws:iam::1:role/flows',
        AWS_WEB_IDENTITY_TOKEN_FILE: file('other-token', 'of another cluster'),
      },
      'there are no credentials (Not authorized to perform sts:AssumeRoleWithWebIdentity). The web identity in AWS_WEB_IDENTITY_TOKEN_FILE is to assume `arn:aws:iam::1:role/flows`',
    ],
    'a token that was not mounted': () => [
      { AWS_ROLE_ARN: 'arn:aws:iam::1:role/flows', AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token' },
      "there are no credentials (ENOENT: no such file or directory, open '/nowhere/token'). The web identity in",
    ],
    'an agent that does not know the pod': () => [
      {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${identity.url}/credentials`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file('other-token', 'of another pod'),
      },
      `The agent at \`${identity.url}/credentials\` is to give them`,
    ],
    'an unknown key': () => [{ ...STATIC, AWS_ACCESS_KEY_ID: 'nobody' }, 'The server does not know this access key.'],
    'a wrong secret': () => [
      { ...STATIC, AWS_SECRET_ACCESS_KEY: 'wrong' },
      'SignatureDoesNotMatch: The request signature we calculated does not match',
    ],
    'a bucket that is not there': () => [
      { ...STATIC, FLOWC_DATASTORE: 's3://nowhere/flows' },
      'The datastore `s3://nowhere/flows` cannot store `flowc.json`: NoSuchBucket: The specified bucket does not exist.',
    ],
  };

  test.each(Object.entries(failures))('says in one line what to do about %s', async (name, failure) => {
    const [env, says] = failure();
    const { code, output } = await flow.pod('start', { env: { ...env, FLOWC_RUN: name } });
    expect([code, output]).toEqual([1, expect.stringContaining(says)]);
    expect(output).toMatch(/^flowc-task: The datastore `s3:.*\.\n$/);
  });
});
