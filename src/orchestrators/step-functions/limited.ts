/** Runs work, of which only so many go on at once; the others wait their turn. */
export function limited(most: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let going = 0;
  return async (work) => {
    if (going === most) await new Promise<void>((resolve) => waiting.push(resolve));
    else going++;
    try {
      return await work();
    } finally {
      // Whoever is next takes the place over, so that nobody comes between.
      const next = waiting.shift();
      if (next === undefined) going--;
      else next();
    }
  };
}
