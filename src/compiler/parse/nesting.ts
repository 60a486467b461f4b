// oxc-parser recurses over what it reads, in native code: some thousands of nested brackets overflow the stack and end the process, where
// JavaScript would throw. So the depth of a text is measured before it is parsed.

/** Far more than anybody writes; the parser was seen to fail from 3,000 nested functions on. */
export const deepest = 2_000;

/** Where brackets are opened more than `deepest` deep, if anywhere. */
export function tooDeepAt(text: string): number | undefined {
  // Brackets in strings and comments count as well at first, as nearly every text is shallow even so.
  return depthAt(text, false) === undefined ? undefined : depthAt(text, true);
}

function depthAt(text: string, exact: boolean): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x28 || char === 0x5b || char === 0x7b) {
      if (++depth > deepest) return at;
    } else if (char === 0x29 || char === 0x5d || char === 0x7d) depth = Math.max(0, depth - 1);
    else if (exact && (char === 0x22 || char === 0x27 || char === 0x2f)) at = skip(text, at);
  }
  return undefined;
}

/** The last character of the string or comment that begins at `at`, or `at` itself. */
function skip(text: string, at: number): number {
  const pattern = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|\/\/[^\n]*|\/\*[^]*?\*\//y;
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - 1 : at;
}
