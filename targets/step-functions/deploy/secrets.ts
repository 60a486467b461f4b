import { localArn, type Text } from './text.ts';

// `@secrets` on AWS: a secret of Secrets Manager, whose value is the text of a JSON object. What a name may say is what it may say for Kubernetes: `db` makes every key of the secret db
// a variable, `db/password` makes one, and `PGPASSWORD=db/password` calls it otherwise. In place of a name an ARN may stand, with `:password` for a key; so may a name that has a
// `/` in it.

/** One text in `@secrets`, taken apart. */
export interface Secret {
  /** A name or an ARN. */
  readonly secret: string;
  /** Absent: all of it. */
  readonly key?: string;
  /** The variable of the one key. */
  readonly variable?: string;
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const NAME = '[A-Za-z0-9_+.@-]{1,512}';
const ARN = String.raw`arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}`;
const KEY = '[-._A-Za-z0-9]+';
const VARIABLE = '[A-Za-z_][A-Za-z0-9_]*';

const FORM = new RegExp(`^(?:(${VARIABLE})=)?(?:(${NAME})(?:/(${KEY}))?|(${ARN})(?::(${KEY}))?)$`);

/** Undefined where the text is of no such form. */
export function readSecret(text: string): Secret | undefined {
  const [, given, name, ofName, arn, ofArn] = FORM.exec(text) ?? [];
  const [secret, key] = [name ?? arn, ofName ?? ofArn];
  if (secret === undefined) return undefined;
  if (key === undefined) return given === undefined ? { secret } : undefined;
  const variable = given ?? key;
  return /^\d/.test(variable) ? undefined : { secret, key, variable };
}

export const isArn = (secret: string): boolean => secret.startsWith('arn:');

/**
 * Whether Secrets Manager takes the end of a name for the six characters that it puts behind names, and does not find the secret without them:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen, https://github.com/aws/copilot-cli/issues/5732
 */
export const looksWhole = (name: string): boolean => /-[A-Za-z0-9]{6}$/.test(name);

const arnOf = (secret: string, behind: string): Text =>
  isArn(secret) ? `${secret}${behind}` : localArn('secretsmanager', `secret:${secret}${behind}`);

/** Where a container's secret comes from; ECS takes an ARN without the six characters, and takes a key out: https://github.com/aws/aws-cdk/pull/11042 */
export const valueFrom = ({ secret, key }: Secret): Text => arnOf(secret, key === undefined ? '' : `:${key}::`);

/** What of IAM's resources a secret is: with the six characters, whether or not they were written. */
export const secretResources = (secret: string): readonly Text[] => [arnOf(secret, ''), arnOf(secret, '-??????')];
