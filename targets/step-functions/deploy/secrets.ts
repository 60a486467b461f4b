import { Composed, localArn, type Text } from './text.ts';

// `@secrets` on AWS: a secret of Secrets Manager by its name, or by its ARN where it is another account's. Batch hands a container the text of the secret; the
// shim makes of it what Kubernetes makes of a secret: each key an environment variable.

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html; of the signs that a name may have, `=` would be Kubernetes' `VARIABLE=secret/key`. */
const NAME = /^[A-Za-z0-9/_+.@-]{1,512}$/;

const ARN = /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,519}$/;

export const isSecretArn = (secret: string): boolean => ARN.test(secret);

export const isSecret = (secret: string): boolean => NAME.test(secret) || isSecretArn(secret);

/**
 * Whether Secrets Manager takes the end of a name for the six characters that it puts behind names, and does not find the secret without them:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen, https://github.com/aws/copilot-cli/issues/5732
 */
export const looksWhole = (name: string): boolean => /-[A-Za-z0-9]{6}$/.test(name);

/** Where a container's secret comes from; ECS takes an ARN without the six characters: https://github.com/aws/aws-cdk/pull/11042 */
export const secretArn = (secret: string): Text =>
  isSecretArn(secret) ? secret : localArn('secretsmanager', `secret:${secret}`);

/** What of IAM's resources the secret at an ARN is: with the six characters, whether or not they were written. */
export const secretResources = (arn: Text): readonly Text[] => [
  arn,
  arn instanceof Composed ? new Composed(...arn.parts, ANY_SUFFIX) : `${arn}${ANY_SUFFIX}`,
];

const ANY_SUFFIX = '-??????';
