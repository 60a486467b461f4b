const encoder = new TextEncoder();

function bytesOf(value: unknown): number {
  const text = JSON.stringify(value);
  return /^[ -~]*$/.test(text) ? text.length : encoder.encode(text).length;
}

/** How many bytes a value has as JSON without blanks. Flat, unlike JSON.stringify: a machine's branches may lie thousands deep in branches. */
export function jsonBytes(root: unknown): number {
  let bytes = 0;
  const pending: unknown[] = [root];
  // The list grows while it is walked.
  for (const value of pending) {
    if (typeof value !== 'object' || value === null) {
      bytes += bytesOf(value);
      continue;
    }
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    bytes += '{}'.length + Math.max(0, entries.length - 1);
    for (const [key, inner] of entries) {
      if (!Array.isArray(value)) bytes += bytesOf(key) + ':'.length;
      pending.push(inner);
    }
  }
  return bytes;
}
