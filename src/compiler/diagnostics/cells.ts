// What a terminal makes of a text: cells of a known width. Anything that would move the cursor or turn the reading order (control
// characters, bidirectional marks) is shown as a picture of itself, so that a hostile source cannot rewrite the report about it.

/** One character as a reader counts, `start` and `end` its offsets in the text. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly start: number;
  readonly end: number;
}

const TAB = 4;

/** The cells of `text`, whose first unit has offset `base`. Tabs reach to the next multiple of four columns. */
export function cellsOf(text: string, base = 0): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segments(text)) {
    const shown = segment === '\t' ? ' '.repeat(TAB - (column % TAB)) : harmless(segment);
    const width = segment === '\t' ? shown.length : columnsOf(shown);
    cells.push({ text: shown, width, start: base + index, end: base + index + segment.length });
    column += width;
  }
  return cells;
}

/** `text` with control characters (but line ends) and bidirectional marks made visible. */
export function harmless(text: string): string {
  return text
    .replace(/[\0-\x09\x0b-\x1f\x7f]/g, picture)
    .replace(/[\x80-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

const picture = (control: string): string =>
  control === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + control.charCodeAt(0));

/** Graphemes; for ASCII, which most source is, without waking the segmenter. */
function segments(text: string): Iterable<{ readonly segment: string; readonly index: number }> {
  if (/[^\0-\x7f]/.test(text)) return new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text);
  return Array.from(text, (segment, index) => ({ segment, index }));
}

// East Asian wide and fullwidth blocks (Unicode's EastAsianWidth.txt), and whatever shows as an emoji.
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const ZERO = /^[\p{Mn}\p{Me}\u200b-\u200d\ufeff]+$/u;

function columnsOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return ZERO.test(grapheme) ? 0 : 1;
}
