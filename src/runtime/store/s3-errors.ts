import { NoCredentials } from './s3-credentials.ts';
import { StoreError } from './store.ts';

// What an S3 server, the way to it, or the SDK refuses: whether trying again may help, and if not, what does.

/** The answer ended before its last byte. */
export class TornAnswer extends Error {
  override readonly name = 'TornAnswer';
}

const WAYS_OUT: Readonly<Record<string, string>> = {
  NoSuchBucket: 'There is no such bucket. Create it, or correct the datastore and the region',
  ExpiredToken: 'The credentials have run out. Get new ones, and try again',
  InvalidToken:
    'The server does not take this session token. Correct AWS_SESSION_TOKEN, or unset it where the keys need none',
  InvalidAccessKeyId: 'The server does not know this access key. Correct AWS_ACCESS_KEY_ID, or the profile',
  SignatureDoesNotMatch:
    'The secret key is wrong, or something on the way changes requests. Correct AWS_SECRET_ACCESS_KEY, or the profile',
  RequestTimeTooSkewed: "This machine's clock is wrong. Set it",
  PermanentRedirect: 'The bucket lies in another region. Set AWS_REGION to it',
  AuthorizationHeaderMalformed: 'The bucket lies in another region. Set AWS_REGION to it',
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
  RequestExpired: 'RequestTimeTooSkewed',
  // versitygw
  XAdminUserNotFound: 'InvalidAccessKeyId',
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

/** A server, or whoever gives credentials for it. */
export const isUnreachable = (error: unknown): boolean =>
  UNREACHABLE.includes(codeOf(error instanceof NoCredentials ? error.reason : error));

export function mayHelpToTryAgain(error: unknown): boolean {
  if (error instanceof NoCredentials) return mayHelpToTryAgain(error.reason) || isThrottled(error.reason);
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

/** As a service says it that gives credentials, with status 400, when a thousand pods ask at once. */
const isThrottled = (error: unknown): boolean => /^Throttl|^TooManyRequests|^RequestLimitExceeded$/.test(codeOf(error));

/** What the store was about to do, in words and in those of S3's permissions. */
const ACTIONS = {
  read: 's3:GetObject',
  'look at': 's3:GetObject',
  store: 's3:PutObject',
  touch: 's3:PutObject',
  delete: 's3:DeleteObject',
  list: 's3:ListBucket',
} as const;

export type Operation = keyof typeof ACTIONS;

interface Place {
  /** `s3://bucket/prefix` */
  readonly root: string;
  readonly key: string;
  readonly operation: Operation;
}

/** One line. Without a cause: the SDK's errors hold sockets and requests, which nobody wants to see printed. */
export function s3Error(place: Place, error: unknown, seconds: number): StoreError {
  const patience = mayHelpToTryAgain(error) ? ` Tried for ${Math.round(seconds)} s.` : '';
  const way = wayOut(place, error);
  const what = `The datastore \`${place.root}\` cannot ${place.operation} \`${place.key}\``;
  const said = `${what}: ${saidBy(error).replace(/\.?\s*$/, '.')}${patience}${way === undefined ? '' : ` ${way}.`}`;
  return new StoreError(said.replaceAll(/\s*\n\s*/g, ' '));
}

function saidBy(error: unknown): string {
  if (error instanceof NoCredentials) return `there are no credentials (${error.message.replace(/\.\s*$/, '')})`;
  const code = codeOf(error);
  // Without a body, as on HEAD, the SDK calls the error and its message unknown.
  const message =
    error instanceof Error && !['', code, 'UnknownError', 'Unknown'].includes(error.message) ? error.message : '';
  const name = OTHERS[code] !== undefined && /^\d+$/.test(code) ? `${OTHERS[code]} (${code})` : code;
  if (message === '') return name;
  return message.startsWith(code) ? message : `${name}: ${message}`;
}

function wayOut(place: Place, error: unknown): string | undefined {
  if (error instanceof NoCredentials) return error.help;
  const code = codeOf(error);
  const known = OTHERS[code] ?? code;
  return known === 'AccessDenied' ? permission(place) : WAYS_OUT[known];
}

/** AWS says of an object that is not there that it is forbidden, where listing is. */
function permission({ root, operation }: Place): string {
  const path = root.replace(/^s3:\/\//, '').replace(/\/*$/, '');
  const bucket = `\`arn:aws:s3:::${path.replace(/\/.*/s, '')}\``;
  const action = ACTIONS[operation];
  if (action === 's3:ListBucket') return `These credentials may not do that. Allow ${action} on ${bucket}`;
  const list = action === 's3:GetObject' ? `, and s3:ListBucket on ${bucket}` : '';
  return `These credentials may not do that. Allow ${action} on \`arn:aws:s3:::${path}/*\`${list}`;
}
