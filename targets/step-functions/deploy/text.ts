// Texts of which parts are known only where they are deployed: the account, what a role is called there. Each format says those parts in its own way; all else is
// data, and nothing in it is ever taken for such a part.

/** What only the account knows in which the flow is deployed. */
export type Reference =
  | { readonly kind: 'partition' | 'region' | 'account' | 'machine-arn' }
  | { readonly kind: 'role-arn'; readonly role: RoleId };

/** The roles that flowc may write for a flow. */
export type RoleId = 'job' | 'execution' | 'machine' | 'start';

/** A text, or the parts of one in their order. */
export type Text = string | readonly (string | Reference)[];

export const partition: Reference = { kind: 'partition' };
export const region: Reference = { kind: 'region' };
export const account: Reference = { kind: 'account' };
export const machineArn: Text = [{ kind: 'machine-arn' }];

export const roleArn = (role: RoleId): Text => [{ kind: 'role-arn', role }];

/**
 * The ARN of something in the account and region of the deployment.
 *
 * @param resource - `job-queue/gpu`.
 */
export const localArn = (service: string, resource: string): Text => [
  'arn:',
  partition,
  `:${service}:`,
  region,
  ':',
  account,
  `:${resource}`,
];

/** Data with such texts in it. */
export type Data =
  string | number | boolean | null | Text | readonly Data[] | { readonly [key: string]: Data | undefined };
