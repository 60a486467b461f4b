// The forms of names that Kubernetes, container registries and AWS prescribe, wherever a user writes one: in a decorator, a flag or the configuration.

export interface Form {
  readonly pattern: RegExp;
  /** UTF-16 units. */
  readonly longest: number;
  /** The form as the end of a sentence: "it is …". */
  readonly rule: string;
}

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const word = '[A-Za-z0-9](?:[\\w.-]{0,61}[A-Za-z0-9])?';
const host = '[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d+)?';
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const dnsLabelForm: Form = {
  pattern: new RegExp(`^${label}$`),
  longest: 63,
  rule: 'at most 63 lower-case letters, digits and `-`, with a letter or digit at both ends',
};

export const dnsSubdomainForm: Form = {
  pattern: new RegExp(`^${label}(?:\\.${label})*$`),
  longest: 253,
  rule: 'at most 253 lower-case letters, digits, `-` and `.`, with a letter or digit at both ends',
};

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labelKeyForm: Form = {
  pattern: new RegExp(`^(?:(?=[^/]{1,253}/)${label}(?:\\.${label})*/)?${word}$`),
  longest: 317,
  rule: 'at most 63 letters, digits and `-_.`, after an optional DNS name and `/`',
};

export const labelValueForm: Form = {
  pattern: new RegExp(`^(?:${word})?$`),
  longest: 63,
  rule: 'at most 63 letters, digits and `-_.`',
};

/** https://pkg.go.dev/github.com/distribution/reference */
export const imageForm: Form = {
  pattern: new RegExp(`^(?:${host}/)?${part}(?:/${part})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`),
  longest: 1024,
  rule: 'an image such as `ghcr.io/acme/train:1.4`',
};

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateJobQueue.html */
export const jobQueueForm: Form = {
  pattern: /^(?:arn:aws[\w-]*:batch:[\w-]+:\d{12}:job-queue\/)?[A-Za-z0-9][\w-]{0,127}$/,
  longest: 256,
  rule: "a job queue's name, or its ARN",
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export const roleForm: Form = {
  pattern: /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  longest: 2048,
  rule: "a role's ARN, such as `arn:aws:iam::123456789012:role/train`",
};

export const hasForm = (text: string, { pattern, longest }: Form): boolean =>
  text.length <= longest && pattern.test(text);
