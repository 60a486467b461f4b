// A name in `@secrets`, in Kubernetes' terms: `db` makes every key of the secret db an environment variable of that name,
// `db/password` makes one, and `PGPASSWORD=db/password` calls it otherwise.

/** One name in `@secrets`, taken apart. */
export interface SecretName {
  readonly secret: string;
  readonly key?: string;
  readonly variable?: string;
}

/** Undefined where the name is of no such form. */
export function parseSecret(name: string): SecretName | undefined {
  const match = /^(?:([A-Za-z_][A-Za-z0-9_]*)=)?([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?:\/([-._A-Za-z0-9]+))?$/.exec(name);
  const [, variable, secret, key] = match ?? [];
  if (secret === undefined || (variable !== undefined && key === undefined)) return undefined;
  // Kubernetes takes a key that begins with a digit, and no such variable.
  if (variable === undefined && /^\d/.test(key ?? '')) return undefined;
  return { secret, ...(key === undefined ? {} : { key }), ...(variable === undefined ? {} : { variable }) };
}
