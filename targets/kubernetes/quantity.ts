// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/

const suffixes: Readonly<Record<string, number>> = Object.fromEntries([
  ['', 1],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ...['k', 'M', 'G', 'T', 'P', 'E'].map((suffix, at): [string, number] => [suffix, 1000 ** (at + 1)]),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, at): [string, number] => [suffix, 1024 ** (at + 1)]),
]);

/** The number that a checked quantity stands for: `500m` → 0.5, `4Gi` → 4,294,967,296. */
export function valueOf(quantity: string): number {
  const [, digits = '', suffix = ''] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  return Number(digits) * (suffixes[suffix] ?? NaN);
}

/** The larger of two quantities, as it is written; undefined where neither is. */
export function largerOf(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return valueOf(b) > valueOf(a) ? b : a;
}
