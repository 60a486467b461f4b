import type { Related } from '../../diagnostics/diagnostic.ts';
import type { Diagnostics } from '../../diagnostics/sink.ts';
import { spanOf } from '../../parse/source.ts';
import type { MethodMember } from '../flow-class.ts';
import type { Block, Cfg, Edge, Label, NextSite } from './cfg.ts';

// The law of transitions: every path through a step reaches exactly one `this.next(…)`, as the last thing it does. Each finding shows the
// path that breaks it, by the conditions that decide for it.

/**
 * Reports paths that call `this.next(…)` never, twice or too early.
 *
 * @param blocks - All that can be reached.
 * @param trusted - No call stands where it may not: else one that is missing is probably that one.
 */
export function checkPaths(
  method: MethodMember,
  cfg: Cfg,
  blocks: Iterable<Block>,
  trusted: boolean,
  sink: Diagnostics,
): void {
  const name = spanOf(method.source, method.node.key);
  const reachable = predecessors(blocks);
  const missing = trusted ? pathWithoutNext(cfg, reachable) : undefined;
  if (missing)
    sink.report('path-without-next', name, [method.name, ![...reachable.keys()].some((block) => block.next)], missing);
  checkAfter(method, reachable, sink);
}

/** From the beginning to the end without a `this.next(…)`. */
function pathWithoutNext(cfg: Cfg, reachable: Predecessors): readonly Related[] | undefined {
  const bad = reaches(
    reachable,
    (block) => block === cfg.exit,
    (block) => !block.next,
  );
  if (!bad.has(cfg.entry)) return undefined;
  const path =
    shortestPath(
      cfg.entry,
      (block) => block === cfg.exit,
      (block) => bad.has(block) && !block.next,
    ) ?? [];
  return tell(path, (to) => bad.has(to));
}

function checkAfter(method: MethodMember, reachable: Predecessors, sink: Diagnostics): void {
  const leadsToNext = reaches(
    reachable,
    (block) => block.next !== undefined,
    () => true,
  );
  const leadsToWork = reaches(
    reachable,
    (block) => block.work !== undefined,
    () => true,
  );
  const reported = new Set<NextSite>();
  const sites = [...reachable.keys()].flatMap((block) => (block.next ? [{ block, site: block.next }] : []));
  for (const { block, site } of sites.toSorted((a, b) => a.site.span.start - b.site.span.start)) {
    if (reported.has(site)) continue;
    const first = { span: site.span, message: 'the first is here' };
    const path = pathAfter(block, leadsToNext, (each) => each.next !== undefined);
    const again = path && lastBlock(path)?.next;
    if (again) {
      reported.add(site);
      const way = tell(path, () => false);
      if (again === site) sink.report('next-in-loop', site.span, [method.name], way);
      else sink.report('next-twice', again.span, [method.name], [first, ...way]);
      continue;
    }
    const work = lastBlock(pathAfter(block, leadsToWork, (each) => each.work !== undefined) ?? [])?.work;
    if (!work) continue;
    reported.add(site);
    sink.report(
      'code-after-next',
      work,
      [method.name],
      [{ span: site.span, message: '`this.next(…)` is called here' }],
    );
  }
}

function pathAfter(
  from: Block,
  allowed: ReadonlySet<Block>,
  isGoal: (block: Block) => boolean,
): readonly Edge[] | undefined {
  if (!from.out.some(({ to }) => allowed.has(to))) return undefined;
  return shortestPath(from, isGoal, (block) => block === from || allowed.has(block), true);
}

const lastBlock = (path: readonly Edge[]): Block | undefined => path.at(-1)?.to;

/** Every reachable block, with those that lead to it. */
type Predecessors = ReadonlyMap<Block, readonly Block[]>;

function predecessors(blocks: Iterable<Block>): Predecessors {
  const into = new Map<Block, Block[]>();
  for (const block of blocks) into.set(block, []);
  for (const block of into.keys()) for (const { to } of block.out) into.get(to)?.push(block);
  return into;
}

/** The blocks from which a goal can be reached through blocks that one may pass; goals included. */
function reaches(
  into: Predecessors,
  isGoal: (block: Block) => boolean,
  mayPass: (block: Block) => boolean,
): ReadonlySet<Block> {
  const found = new Set([...into.keys()].filter(isGoal));
  for (const block of found) for (const from of into.get(block) ?? []) if (mayPass(from)) found.add(from);
  return found;
}

/** The edges of a shortest path; `atLeastOne`: from a block that is itself a goal. */
function shortestPath(
  from: Block,
  isGoal: (block: Block) => boolean,
  mayPass: (block: Block) => boolean,
  atLeastOne = false,
): readonly Edge[] | undefined {
  const reachedBy = new Map<Block, { readonly edge: Edge; readonly from: Block }>();
  const queue: Block[] = [from];
  for (const block of queue) {
    for (const edge of block.out) {
      if (reachedBy.has(edge.to) || (edge.to === from && !atLeastOne)) continue;
      if (!isGoal(edge.to) && !mayPass(edge.to)) continue;
      reachedBy.set(edge.to, { edge, from: block });
      if (isGoal(edge.to)) return walkBack(edge.to, from, reachedBy);
      queue.push(edge.to);
    }
  }
  return undefined;
}

function walkBack(
  to: Block,
  from: Block,
  reachedBy: ReadonlyMap<Block, { readonly edge: Edge; readonly from: Block }>,
): readonly Edge[] {
  const path: Edge[] = [];
  for (let block = to; ;) {
    const step = reachedBy.get(block);
    if (!step) break;
    path.push(step.edge);
    block = step.from;
    if (block === from) break;
  }
  return path.toReversed();
}

/** The most places that a path is shown by. */
const MAX_SHOWN = 8;

/** The labels along a path, without those of decisions that change nothing: whose other sides lead to the same. */
function tell(path: readonly Edge[], leadsToSame: (block: Block) => boolean): readonly Related[] {
  const labelled = path.flatMap((edge, index) => {
    const sides = path[index - 1]?.to.out ?? [];
    const decides = sides.length < 2 || sides.some(({ to }) => !leadsToSame(to));
    return edge.label ? [{ label: edge.label, decides: decides && sides.length > 0 }] : [];
  });
  const deciding = labelled.filter((each) => each.decides);
  const shown = (deciding.some((each) => each.label.message.startsWith('when')) ? deciding : labelled).map(
    (each) => each.label,
  );
  return shown.slice(-MAX_SHOWN).map(({ span, message }: Label) => ({ span, message }));
}
