import type { Related } from '../diagnostics/diagnostic.ts';
import type { Step, Transition } from '../ir/graph.ts';
import type { Read } from '../ir/model.ts';
import type { DataFlow } from './data-flow.ts';
import type { Closing, Hop } from './scopes.ts';

// The path that shows why an artifact is unset: from `start`, or from the join that lost it, to the step that reads it.

export interface Trace {
  /** In the order in which it runs. */
  readonly path: readonly Hop[];
  /** The join at which a value that branches changed is dropped, and a way into it that changed it. */
  readonly lostAt?: Step;
  readonly changedBy?: Closing;
}

/** A shortest path to a read in `step` on which the artifact of that number is not set. */
export function traceUnset(flow: DataFlow, step: Step, { name, after }: Read, number: number): Trace {
  const found = new Map<string, Chain | undefined>([[step.name, undefined]]);
  const queue = [step];
  for (const at of queue) {
    const rest = found.get(at.name);
    const merges = rest === undefined ? after === 'merge' : rest.hop.transition.effects.merged.includes(name);
    const changedBy = changingBranch(flow, at, number);
    if (changedBy !== undefined && !merges) return { path: [...hopsOf(rest)], lostAt: at, changedBy };
    if (at.name === 'start') return { path: [...hopsOf(rest)] };
    const ways: readonly Hop[] = (changedBy === undefined ? flow.waysInto : flow.scopes.closings).get(at.name) ?? [];
    for (const { from, transition } of ways) {
      const hop = { from, transition };
      if (found.has(hop.from.name) || flow.exit(hop.transition)?.set.has(number) !== false) continue;
      if (transition.effects.dropped?.includes(name) === true) return { path: [...hopsOf({ hop, rest })] };
      found.set(hop.from.name, { hop, rest });
      queue.push(hop.from);
    }
  }
  return { path: [] };
}

/** A path that shares its end with others found in the same search. */
interface Chain {
  readonly hop: Hop;
  readonly rest: Chain | undefined;
}

function* hopsOf(chain: Chain | undefined): Generator<Hop> {
  for (let at = chain; at !== undefined; at = at.rest) yield at.hop;
}

/** The way into the join `step` on which the artifact was changed, where there is one. */
function changingBranch(flow: DataFlow, step: Step, number: number): Closing | undefined {
  return flow.scopes.closings
    .get(step.name)
    ?.find(({ transition }) => flow.exit(transition)?.changed.has(number) === true);
}

/** Why a step goes on without an artifact. */
export function wayWithout(artifact: string, { name, settings }: Step, { effects }: Transition): string {
  const goesOn = `\`${name}\` goes on here`;
  if (effects.dropped?.includes(artifact) === true) return `${goesOn} and leaves \`${artifact}\` behind`;
  if (settings.catchError !== undefined && effects.touched.includes(artifact))
    return `${goesOn} also when it fails before it sets \`${artifact}\`, by \`@catchError\``;
  if (effects.merged.includes(artifact)) return `${goesOn} with a merge whose inputs may all lack \`${artifact}\``;
  return `${goesOn} without setting \`${artifact}\``;
}

/** At most so many hops of a path are shown from either end. */
const SHOWN = 4;

/** The path as places to look at, its middle left out where it is long. */
export function describe({ path, lostAt, changedBy }: Trace, artifact: string): Related[] {
  const hops = path.map(({ from, transition }) => ({
    message: wayWithout(artifact, from, transition),
    span: transition.span,
  }));
  const shown = hops.length <= 2 * SHOWN ? hops : [...hops.slice(0, SHOWN), ...hops.slice(-SHOWN)];
  if (lostAt === undefined || changedBy === undefined) return shown;
  const sometimes = path[0]?.transition.effects.touched.includes(artifact) === true;
  const taken = sometimes ? 'assigns or merges it on some paths only' : 'neither assigns nor merges it';
  return [
    { message: `\`${artifact}\` is changed on the way that ends here`, span: changedBy.transition.span },
    { message: `\`${lostAt.name}\` joins it, and ${taken}`, span: lostAt.span },
    ...shown,
  ];
}
