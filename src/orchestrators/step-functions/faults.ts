import { Fault } from '../fault.ts';

// What the SDK throws, as one line and a next step: AWS's own errors have a name and a message, those of the network a code.

/** AWS does not do what it was asked for, or cannot be asked. */
export class AwsFault extends Fault {
  /** What AWS calls it, `ExecutionDoesNotExist`; the network's code; or the SDK's name. */
  readonly code: string;

  constructor(code: string, message: string, help?: string, passes = false) {
    super(message, help, passes);
    this.code = code;
  }
}

/** What was asked for; undefined where AWS's answer is one of `codes`. */
export async function unless<Value>(codes: readonly string[], asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AwsFault && codes.includes(error.code)) return undefined;
    throw error;
  }
}

export const noRegion = (): Fault =>
  new Fault(
    'it is not said in which region of AWS to ask Step Functions',
    'Set AWS_REGION, or AWS_PROFILE to a profile that has a region.',
  );

export interface Asked {
  /** By the name of the permission that it takes. */
  readonly action: string;
  readonly region: string;
  /** Where the environment names one. */
  readonly profile: string | undefined;
}

export function faultOf(error: unknown, asked: Asked): AwsFault {
  const code = codeOf(error);
  const status = statusOf(error);
  const service = `${TITLES[asked.action.split(':', 1)[0] ?? ''] ?? 'AWS'} in ${asked.region}`;
  const kind = KINDS.find(({ codes }) => codes.test(code)) ?? kindOf(status);
  const why = firstLine(error, code);
  const [message, help, passes] = kind.tell({ ...asked, service, code, why: why === '' ? '' : `: ${why}` });
  return new AwsFault(code, message, help, passes);
}

interface Told extends Asked {
  /** As in a sentence: `Step Functions in eu-central-1`. */
  readonly service: string;
  readonly code: string;
  /** Behind a colon; or empty. */
  readonly why: string;
}

type Telling = (told: Told) => readonly [message: string, help?: string, passes?: boolean];

interface Kind {
  /** As AWS's services call it; each has names of its own for the same. */
  readonly codes: RegExp;
  readonly tell: Telling;
}

const TITLES: Readonly<Record<string, string>> = {
  states: 'Step Functions',
  batch: 'AWS Batch',
  logs: 'CloudWatch Logs',
};

const REACH = 'Can this machine reach it? AWS_REGION, the profile and AWS_ENDPOINT_URL say where it is asked.';

const KINDS: readonly Kind[] = [
  {
    codes: /^(CredentialsProviderError|TokenProviderError)$/,
    tell: ({ why, profile }) => [
      `there are no credentials for AWS${why}`,
      profile
        ? `AWS_PROFILE is \`${profile}\`: see that this profile stands in ~/.aws/config or ~/.aws/credentials and still holds (\`aws sso login\`), or unset it.`
        : 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or log in (`aws sso login`); on AWS give the machine a role.',
    ],
  },
  {
    codes: /^Expired|^TokenRefreshRequired$|^RequestExpired$/,
    tell: ({ why }) => [
      `the credentials for AWS have run out${why}`,
      'Get new ones (`aws sso login`, or whatever gave you these), and try again.',
    ],
  },
  {
    codes:
      /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|NotAuthorized)/,
    tell: ({ why, region }) => [
      `AWS does not take these credentials in ${region}${why}`,
      'Correct AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile; see that this machine’s clock is right and your account has switched the region on.',
    ],
  },
  {
    codes: /AccessDenied|^UnauthorizedOperation$/,
    tell: ({ why, action }) => {
      // Of a state machine that is encrypted it may be a permission for its key.
      const missing = /not authorized to perform: ([\w-]+:\w+)/.exec(why)?.[1] ?? action;
      return [
        `these credentials may not do \`${missing}\`${why}`,
        `Allow \`${missing}\` in the policy of the user or role; docs/running-elsewhere.md has all that flowc asks for.`,
      ];
    },
  },
  {
    codes: /^Throttling|^TooManyRequests|^RequestLimitExceeded$|^SlowDown$/,
    tell: ({ service, action, why }) => [
      `${service} throttles \`${action}\`, again and again${why}`,
      'Others of the account ask at the same time. Try again in a minute, or have the quota raised.',
      true,
    ],
  },
  {
    codes: /^ENOTFOUND$/,
    tell: ({ service }) => [
      `cannot reach ${service}: no such host`,
      'Is there a region of this name? AWS_REGION, the profile and AWS_ENDPOINT_URL say which is asked.',
    ],
  },
  { codes: /^ECONNREFUSED$/, tell: ({ service }) => [`cannot reach ${service}: nothing listens there`, REACH, true] },
  {
    codes: /CERT|SELF_SIGNED|ISSUER/,
    tell: ({ service, why }) => [
      `cannot reach ${service}${why}`,
      'Name the certificate of your authority in NODE_EXTRA_CA_CERTS.',
    ],
  },
];

function kindOf(status: number | undefined): { readonly tell: Telling } {
  if (status === undefined) return { tell: ({ service, why }) => [`cannot reach ${service}${why}`, REACH, true] };
  if (status >= 500) {
    const help = 'Try again in a minute; https://health.aws.amazon.com says whether AWS has trouble.';
    return { tell: ({ service, why }) => [`${service} answered ${status}, again and again${why}`, help, true] };
  }
  return {
    tell: ({ service, action, code, why }) =>
      code === NOT_JSON
        ? [`what answers for ${service} is not AWS: it answered ${status}, and no JSON`, REACH]
        : [`${service} refuses what it was asked for (${action})${why === '' ? `: ${code}` : why}`],
  };
}

/** What the parser of an answer throws. */
const NOT_JSON = 'SyntaxError';

/** AWS's name for it, else the system's code, else the error's name. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // The SDK gathers the failures of a host's addresses.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error.name;
}

function statusOf(error: unknown): number | undefined {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** Empty where the SDK had nothing to say but that it does not know. */
function firstLine(error: unknown, code: string): string {
  const message = error instanceof Error ? error.message || code : String(error);
  const line = (message.split('\n', 1)[0] ?? '').trim().replace(/\.$/, '');
  return code === NOT_JSON || /^Unknown(Error)?$/.test(line) ? '' : line;
}
