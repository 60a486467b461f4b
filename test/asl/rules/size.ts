import type { Rule } from '../scopes.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_BYTES = 1_048_576;

/** The text is one that AWS takes. */
export const size: Rule = ([machine], report) => {
  const text = JSON.stringify(Object.fromEntries(machine?.states ?? []));
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_BYTES) report('the machine', `has more than ${MOST_BYTES} bytes`);
  if (!text.isWellFormed() || /\\ud[89a-f]/.test(text)) report('the machine', 'has half of a surrogate pair in it');
};
