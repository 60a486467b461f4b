import type { Plan } from '../plan.ts';
import type { RunRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { Results } from './results.ts';

// How a run ended, in the word that exit handlers are given: Argo's, of whose words this is the only one that tells of a success.

const SUCCEEDED = 'Succeeded';

export const hasSucceeded = (ending: string): boolean => ending === SUCCEEDED;

export const endingOf = (succeeded: boolean): string => (succeeded ? SUCCEEDED : 'Failed');

/** How a run has ended that nothing of goes on, where the engine does not say it. */
export async function findEnding(store: Store, record: RunRecord): Promise<string> {
  return endingOf((await new Results(store, record).control({ step: 'end', frames: '' })) !== undefined);
}

/** Whether an exit handler is for a run that ended so. */
export function isHandledBy(plan: Plan, handler: string, ending: string): boolean {
  const when = plan.exitHandlers[handler]?.when;
  return when === 'always' || when === (hasSucceeded(ending) ? 'success' : 'failure');
}
