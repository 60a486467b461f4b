import { expect, test } from 'vitest';
import { NoCredentials } from '../../../../src/runtime/store/s3-credentials.ts';
import { mayHelpToTryAgain } from '../../../../src/runtime/store/s3-errors.ts';

const answer = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error('refused'), { name, $metadata: { httpStatusCode } });

test.each([
  ['asks for less', answer('Throttling', 400), true],
  ['is out of order', answer('InternalFailure', 500), true],
  ['is not there yet', Object.assign(new Error(), { code: 'ECONNREFUSED' }), true],
  ['refuses', answer('AccessDenied', 403), false],
  ['knows no such token', answer('ExpiredTokenException', 400), false],
  ['has none', Object.assign(new Error('none'), { name: 'CredentialsProviderError' }), false],
])('whoever gives credentials %s: asking again helps or not', (_, reason, helps) => {
  expect(mayHelpToTryAgain(new NoCredentials(reason, ''))).toBe(helps);
});
