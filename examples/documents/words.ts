/** How often each word stands in a document. */
export type Counts = ReadonlyMap<string, number>;

/** Counts the words of a text, whatever their case. */
export function countWords(text: string): Counts {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The documents that hold words of the query, the best first, by tf-idf: words count for more that stand in few documents. */
export function rank(index: ReadonlyMap<string, Counts>, query: string): string[] {
  const words = [...new Set(wordsOf(query))];
  const weights = words.map((word) => {
    const holding = [...index.values()].filter((counts) => counts.has(word)).length;
    return { word, weight: Math.log((1 + index.size) / (1 + holding)) };
  });
  const scored = [...index].map(([path, counts]) => {
    const length = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const score = weights.reduce((sum, { word, weight }) => sum + (weight * (counts.get(word) ?? 0)) / length, 0);
    return { path, score };
  });
  const found = scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
  return found.map(({ path, score }) => `${score.toFixed(3)}  ${path}`);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}
