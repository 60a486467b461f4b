// Texts of which parts are known only where they are deployed: the account, what a role is called there. Each format says those parts in its own way; all else is
// data, and nothing in it is ever taken for such a part.

/** What only the account knows in which the flow is deployed. */
export type Reference =
  | { readonly kind: 'partition' | 'region' | 'account' | 'machine-arn' }
  | { readonly kind: 'role-arn'; readonly role: RoleId };

/** The roles that flowc may write for a flow. */
export type RoleId = 'job' | 'execution' | 'machine' | 'start';

/** A text in parts. */
export class Composed {
  readonly parts: readonly (string | Reference)[];

  constructor(...parts: readonly (string | Reference)[]) {
    this.parts = parts;
  }
}

export type Text = string | Composed;

/** Data with such texts in it. */
export type Data = Text | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

export const machineArn = new Composed({ kind: 'machine-arn' });

export const accountId = new Composed({ kind: 'account' });

export const roleArn = (role: RoleId): Composed => new Composed({ kind: 'role-arn', role });

/**
 * The ARN of something in the account and region of the deployment.
 *
 * @param resource - `job-queue/gpu`.
 */
export const localArn = (service: string, resource: string): Composed =>
  new Composed(
    'arn:',
    { kind: 'partition' },
    `:${service}:`,
    { kind: 'region' },
    ':',
    { kind: 'account' },
    `:${resource}`,
  );

/** The ARN of something that is called alike in all regions and accounts: of S3's, and of AWS's own policies. */
export const globalArn = (rest: string): Composed => new Composed('arn:', { kind: 'partition' }, `:${rest}`);
