import { chunksOf, type Binary } from './binary.ts';
import { aligned } from './envelope.ts';

// The binary part of the tagged form. Which bytes of an ArrayBuffer are stored:
//   - all, if the ArrayBuffer itself is in the value;
//   - else the stretch from the first byte that a typed array or DataView of it shows to the last: they keep sharing memory, and of a small view of a
//     large buffer only the view is stored;
//   - a Buffer joins with others only where they overlap, since Node packs unrelated Buffers into one ArrayBuffer.

/** Sections begin at multiples of it. */
const SECTION_ALIGNMENT = 8;

export interface Section {
  readonly size: number;
  chunks(): Iterable<Uint8Array>;
}

/** Where a binary value lies: in which section, and how many bytes after its beginning. */
export interface Place {
  readonly section: number;
  readonly offset: number;
}

interface Stretch {
  readonly start: number;
  end: number;
  readonly members: number[];
}

/** Lays out values in sections, numbered from `first`; the places are those of `binaries`, in their order. */
export function layOut(binaries: readonly Binary[], first: number): { sections: Section[]; places: Place[] } {
  const byBuffer = Map.groupBy(binaries.keys(), (index) => binaries[index]?.buffer);
  const sections: Section[] = [];
  const places: Place[] = [];
  for (const [buffer, members] of byBuffer) {
    if (buffer === undefined) continue;
    for (const { start, end, members: inside } of stretchesOf(binaries, members)) {
      const padding = start % widest(binaries, inside);
      for (const index of inside) {
        places[index] = { section: first + sections.length, offset: padding + (binaries[index]?.start ?? 0) - start };
      }
      sections.push(bytesSection(buffer, start, end, padding));
    }
  }
  return { sections, places };
}

function stretchesOf(binaries: readonly Binary[], members: readonly number[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const joined: number[] = [];
  for (const index of members) {
    const { type, start, end } = binaries[index] ?? { start: 0, end: 0 };
    if (type?.name === 'Buffer') stretches.push({ start, end, members: [index] });
    else joined.push(index);
  }
  if (joined.length > 0) {
    const start = joined.reduce((least, index) => Math.min(least, binaries[index]?.start ?? 0), Infinity);
    const end = joined.reduce((most, index) => Math.max(most, binaries[index]?.end ?? 0), 0);
    stretches.push({ start, end, members: joined });
  }
  return merged(stretches.toSorted((a, b) => a.start - b.start || a.end - b.end));
}

function merged(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const next of stretches) {
    const last = result.at(-1);
    if (last === undefined || next.start >= last.end) {
      result.push(next);
      continue;
    }
    last.end = Math.max(last.end, next.end);
    for (const index of next.members) last.members.push(index);
  }
  return result;
}

const widest = (binaries: readonly Binary[], members: readonly number[]): number =>
  members.reduce((most, index) => Math.max(most, binaries[index]?.type.width ?? 1), 1);

/** Begins with zeros, as many as let each view lie at a multiple of its width. */
function bytesSection(buffer: ArrayBuffer, start: number, end: number, padding: number): Section {
  return {
    size: padding + end - start,
    *chunks() {
      if (padding > 0) yield new Uint8Array(padding);
      yield* chunksOf(buffer, start, end);
    },
  };
}

const CHARACTERS = 2 ** 20;

/** A long string, one or two bytes a code unit. */
export function stringSection(text: string, encoding: 'latin1' | 'utf16le'): Section {
  return {
    size: text.length * (encoding === 'latin1' ? 1 : 2),
    *chunks() {
      for (let at = 0; at < text.length; at += CHARACTERS) yield Buffer.from(text.slice(at, at + CHARACTERS), encoding);
    },
  };
}

/** The sections one after another, each padded to the next multiple of the alignment, as they follow a text of `offset` bytes. */
export function* sectionChunks(sections: readonly Section[], offset: number): Iterable<Uint8Array> {
  let at = offset;
  for (const section of sections) {
    const start = aligned(at, SECTION_ALIGNMENT);
    if (start > at) yield new Uint8Array(start - at);
    yield* section.chunks();
    at = start + section.size;
  }
}

/** Where each section begins, and where the last one ends: one number more than there are sections. */
export function sectionStarts(sizes: readonly number[], offset: number): readonly number[] {
  const starts: number[] = [];
  let end = offset;
  for (const size of sizes) {
    const start = aligned(end, SECTION_ALIGNMENT);
    starts.push(start);
    end = start + size;
  }
  return [...starts, end];
}
