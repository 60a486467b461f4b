/** Calls `work` for 0 … count−1, no more than `limit` at a time. After a failure nothing new begins. */
export async function eachBounded(count: number, limit: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      try {
        await work(index);
      } catch (error) {
        next = count;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, count) }, lane));
}

/** How many reads or writes of the datastore go side by side. */
export const SIDE_BY_SIDE = 32;
