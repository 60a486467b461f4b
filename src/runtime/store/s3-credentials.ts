import type { S3Client } from './aws.ts';

// Where the credentials come from is the SDK's own affair. But its last word where they do not come is "could not load credentials from any providers", or what
// the token service said, which looks like an answer about the bucket. So a failure there is told apart, with the source that the environment named.

/** The SDK got no credentials; the server of the bucket was not asked. */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials';
  /** What the SDK threw, */
  readonly reason: unknown;
  /** and what to do. */
  readonly help: string;

  constructor(reason: unknown, help: string) {
    super(reason instanceof Error ? reason.message : String(reason));
    this.reason = reason;
    this.help = help;
  }
}

export function tellNoCredentials({ config }: S3Client, env: NodeJS.ProcessEnv): void {
  const given = config.credentials;
  const asked: typeof given = async (options) => {
    try {
      return await given(options);
    } catch (error) {
      throw new NoCredentials(error, helpFor(env));
    }
  };
  config.credentials = Object.assign(asked, given);
}

/** By the first source of the SDK's chain that the environment names. */
function helpFor(env: NodeJS.ProcessEnv): string {
  const profile = env['AWS_PROFILE'];
  if (profile) {
    return `AWS_PROFILE is \`${profile}\`: see that this profile stands in ~/.aws/config or ~/.aws/credentials and still holds (\`aws sso login\`), or unset it`;
  }
  const role = env['AWS_ROLE_ARN'];
  if (role && env['AWS_WEB_IDENTITY_TOKEN_FILE']) {
    return `The web identity in AWS_WEB_IDENTITY_TOKEN_FILE is to assume \`${role}\`: see that the role exists, and that its trust policy names this service account`;
  }
  const agent = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] || env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  if (agent) {
    return `The agent at \`${agent}\` is to give them: see that it runs on this node, and that this service account is associated with a role`;
  }
  return (
    'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; in a pod by a secret (`--datastore-secret`), or give its service account, or the ' +
    'machine, a role'
  );
}
