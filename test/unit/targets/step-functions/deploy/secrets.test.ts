import { describe, expect, test } from 'vitest';
import {
  looksWhole,
  readSecret,
  secretResources,
  valueFrom,
} from '../../../../../targets/step-functions/deploy/secrets.ts';
import { localArn } from '../../../../../targets/step-functions/deploy/text.ts';

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/db-a1b2c3';

describe('a text in `@secrets`', () => {
  test.each([
    ['db', { secret: 'db' }],
    ['db/password', { secret: 'db', key: 'password', variable: 'password' }],
    ['PGPASSWORD=db/password', { secret: 'db', key: 'password', variable: 'PGPASSWORD' }],
    [ARN, { secret: ARN }],
    [`${ARN}:password`, { secret: ARN, key: 'password', variable: 'password' }],
    [`PG=${ARN}:password`, { secret: ARN, key: 'password', variable: 'PG' }],
  ])('%s names a secret, or a key of one', (text, secret) => {
    expect(readSecret(text)).toEqual(secret);
  });

  test.each(['', 'a/b/c', 'PG=db', 'a:b', 'db/1st', '1=db/a', 'arn:aws:ssm:eu-central-1:123456789012:parameter/db'])(
    '%j names none',
    (text) => {
      expect(readSecret(text)).toBeUndefined();
    },
  );

  test('is an ARN to Batch, with what ECS takes out', () => {
    expect(valueFrom({ secret: 'db' })).toEqual(localArn('secretsmanager', 'secret:db'));
    expect(valueFrom({ secret: ARN, key: 'a', variable: 'a' })).toBe(`${ARN}:a::`);
  });

  test('is to IAM what it may be called, and nothing longer', () => {
    expect(secretResources('db')).toEqual([
      localArn('secretsmanager', 'secret:db'),
      localArn('secretsmanager', 'secret:db-??????'),
    ]);
    expect(secretResources(ARN)).toEqual([ARN, `${ARN}-??????`]);
  });

  test('may look as if it had its six characters', () => {
    expect(['app-config', 'db', 'app-configs', 'a-b1c2d3'].map(looksWhole)).toEqual([true, false, false, true]);
  });
});
