import { makeBed } from './bed.ts';
import { Victim } from './victim.ts';

// Many victims, two at a time on one datastore, so that two engines share one as well.

export interface Crashes {
  readonly kills: number;
  readonly seed: number;
  /** Told after each victim. */
  readonly on?: (done: { readonly seed: number; readonly kills: number }) => void;
}

const KILLS_A_VICTIM = 8;

/** @throws with the seed of the victim for which something does not hold. */
export async function crash({ kills, seed, on }: Crashes): Promise<number> {
  const bed = await makeBed();
  try {
    const expected = await new Victim(bed, 'undisturbed', 0).runUndisturbed();
    let done = 0;
    let next = seed;
    const lane = async (): Promise<void> => {
      while (done < kills) {
        const own = next++;
        const victim = new Victim(bed, `victim-${own}`, own);
        await victim.crash(KILLS_A_VICTIM, expected).catch((error: unknown) => {
          done = kills;
          throw new Error(`seed ${own}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
        });
        done += victim.kills;
        on?.({ seed: own, kills: done });
      }
    };
    const lanes = await Promise.allSettled([lane(), lane()]);
    for (const result of lanes) if (result.status === 'rejected') throw result.reason;
    return done;
  } finally {
    await bed.remove();
  }
}
