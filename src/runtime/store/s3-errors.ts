import { StoreError } from './store.ts';

// What an S3 server, the way to it, or the SDK refuses: whether trying again may help, and if not, what does.

/** The answer ended before its last byte. */
export class TornAnswer extends Error {
  override readonly name = 'TornAnswer';
}

const WAYS_OUT: Readonly<Record<string, string>> = {
  AccessDenied:
    'These credentials may not do that. Allow s3:GetObject, s3:PutObject, s3:ListBucket and s3:DeleteObject on the bucket and its objects',
  NoSuchBucket: 'There is no such bucket. Create it, or correct the datastore and the region',
  ExpiredToken: 'The credentials have run out. Get new ones, and try again',
  InvalidAccessKeyId: 'The server does not know this access key. Correct AWS_ACCESS_KEY_ID, or the profile',
  SignatureDoesNotMatch:
    'The secret key is wrong, or something on the way changes requests. Correct AWS_SECRET_ACCESS_KEY, or the profile',
  RequestTimeTooSkewed: "This machine's clock is wrong. Set it",
  PermanentRedirect: 'The bucket lies in another region. Set AWS_REGION to it',
  AuthorizationHeaderMalformed: 'The bucket lies in another region. Set AWS_REGION to it',
  CredentialsProviderError:
    'No credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the pod a service account with a role',
  NotImplemented: 'The server has no such operation. Choose one that has: AWS, MinIO, Ceph, R2 and versitygw do',
  QuotaExceeded: 'The quota of the bucket is used up. `flowc gc` shows what no run holds',
  ENOTFOUND:
    'There is no server of this name. Correct AWS_ENDPOINT_URL_S3 and AWS_REGION; a server that wants the bucket in the path wants FLOWC_S3_PATH_STYLE=1',
  EAI_AGAIN: 'The name of the server cannot be looked up. Look at the DNS of this machine or cluster',
  ECONNREFUSED: 'Could not connect. Start the server, or correct AWS_ENDPOINT_URL_S3',
  SlowDown: 'The server is overloaded, and still was after waiting. Run fewer tasks at once, or try again later',
};

const OTHERS: Readonly<Record<string, string>> = {
  Forbidden: 'AccessDenied',
  AllAccessDisabled: 'AccessDenied',
  UnauthorizedAccess: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  TokenRefreshRequired: 'ExpiredToken',
  InvalidToken: 'ExpiredToken',
  CredentialsError: 'CredentialsProviderError',
  TokenProviderError: 'ExpiredToken',
  TooManyRequests: 'SlowDown',
  ServiceUnavailable: 'SlowDown',
  '403': 'AccessDenied',
  '429': 'SlowDown',
  '503': 'SlowDown',
};

/** Nobody answers at all; waiting for a server that is not there is waste, but a pod's network may be some seconds late. */
const UNREACHABLE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];

const TORN = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE', ...UNREACHABLE];

/** The server's code, else the system's, else the error's name. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // The SDK gathers the failures of a host's addresses.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error.name !== 'Unknown' && error.name !== 'Error' && error.name !== 'UnknownError') return error.name;
  return String(statusOf(error) ?? error.name);
}

/** The HTTP status of a server's answer. */
export function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** How often the SDK had tried before it gave up. */
export function triesOf(error: unknown): number {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('attempts' in metadata)) return 1;
  return typeof metadata.attempts === 'number' ? metadata.attempts : 1;
}

export const isMissing = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes(codeOf(error));

export const isUnreachable = (error: unknown): boolean => UNREACHABLE.includes(codeOf(error));

export function mayHelpToTryAgain(error: unknown): boolean {
  const status = statusOf(error);
  const code = codeOf(error);
  if (code === 'NotImplemented') return false;
  if (status !== undefined && (status >= 500 || status === 429 || status === 408)) return true;
  return (
    error instanceof TornAnswer ||
    TORN.includes(code) ||
    // RequestTimeout and a cut upload come with status 400, a race of conditional puts with 409.
    [
      'TimeoutError',
      'RequestTimeout',
      'IncompleteBody',
      'BadDigest',
      'XAmzContentSHA256Mismatch',
      'ConditionalRequestConflict',
      'OperationAborted',
    ].includes(code) ||
    (error instanceof Error && /socket hang up|\baborted\b/i.test(error.message))
  );
}

/** Without a cause: the SDK's errors hold sockets and requests, which nobody wants to see printed. */
export function s3Error(
  place: { root: string; key: string; operation: string },
  error: unknown,
  seconds: number,
): StoreError {
  const code = codeOf(error);
  const way = WAYS_OUT[code] ?? WAYS_OUT[OTHERS[code] ?? ''];
  const said =
    error instanceof Error && error.message !== '' && error.message !== code ? `${code}: ${error.message}` : code;
  const patience = mayHelpToTryAgain(error) ? ` Tried for ${Math.round(seconds)} s.` : '';
  return new StoreError(
    `The datastore \`${place.root}\` cannot ${place.operation} \`${place.key}\`: ${said.replace(/\.?\s*$/, '.')}${patience}${way === undefined ? '' : ` ${way}.`}`,
  );
}
