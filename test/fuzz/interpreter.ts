import type { Graph } from '../../src/compiler/ir/graph.ts';
import { mapOf, type FlowMap, type Way } from './flow-map.ts';
import { Run, type Decisions, type Task } from './run.ts';

// contract.md, run over a graph's transitions alone: no region tree, no engine. `shimOf` is the same rules seen from one task, as an engine sees them.

/** Visits after which deciding steps take the shortest way to the end. */
const PATIENCE = 2;

/** A place in a run: a step, the frames of its scope, and the visits of the loops around it in that scope. */
interface Place {
  readonly step: string;
  readonly scope: readonly string[];
  readonly visits: readonly number[];
}

const framesIn = (frames: string): readonly string[] => (frames === '' ? [] : frames.split('.'));

const framesOf = ({ scope, visits }: Place): string => [...scope, ...visits.map((visit) => `v${visit}`)].join('.');

/** Which way a task goes on; loops do not go round for ever. */
function wayFrom(map: FlowMap, task: Task, decisions: Decisions): Way | undefined {
  const ways = map.ways.get(task.step) ?? [];
  const hurried = framesIn(task.frames).some((frame) => Number(/^v(\d+)$/.exec(frame)?.[1] ?? 0) >= PATIENCE);
  return ways[hurried ? (map.nearest.get(task.step) ?? 0) : decisions.way(task, ways.length)];
}

/** The visits of the loops around `to`, come to from `place`: those left are forgotten, that of its header counts one more or begins. */
function visitsAt(map: FlowMap, place: Place, to: string): readonly number[] {
  const from = map.loops.get(place.step) ?? [];
  const around = map.loops.get(to) ?? [];
  return around.map((header, at) => {
    const stayed = from[at] === header ? place.visits[at] : undefined;
    if (stayed === undefined) return 0;
    return header === to ? stayed + 1 : stayed;
  });
}

export function runDirectly(graph: Graph, decisions: Decisions): Run {
  const map = mapOf(graph);
  const run = new Run();
  const first: Place = { step: 'start', scope: [], visits: (map.loops.get('start') ?? []).map(() => 0) };
  runScope(first, new Set());
  return run;

  /** Runs from a place until its scope is left; answers with all that is finished then. */
  function runScope(start: Place, before: ReadonlySet<string>): ReadonlySet<string> {
    let place = start;
    let done = before;
    for (;;) {
      const task = { step: place.step, frames: framesOf(place) };
      done = run.add(task, done);
      const way = wayFrom(map, task, decisions);
      if (way?.to === undefined) return done;
      const { transition, to } = way;
      if (transition.kind === 'go' && map.joins.has(to)) return done;
      place = { step: to, scope: place.scope, visits: visitsAt(map, place, to) };
      if (transition.kind !== 'go') done = runGroup(way, task, place, done);
    }
  }

  /** A split or foreach that leaves loops is no longer in them: it lies where its join does. */
  function runGroup({ transition }: Way, task: Task, join: Place, before: ReadonlySet<string>): ReadonlySet<string> {
    const open = framesIn(framesOf(join));
    const enter = (step: string, scope: readonly string[]): ReadonlySet<string> =>
      runScope({ step, scope, visits: (map.loops.get(step) ?? []).map(() => 0) }, before);
    const [body] = transition.targets;
    const all =
      transition.kind === 'split'
        ? transition.targets.map(({ step }) => enter(step, open))
        : Array.from({ length: decisions.count(task) }, (_, at) => enter(body?.step ?? '', [...open, String(at)]));
    return new Set([before, ...all].flatMap((each) => [...each]));
  }
}

/** The control of a task, as contract.md has it. */
export interface Control {
  readonly next: string;
  readonly count: string;
  readonly inside: string;
  readonly again: string;
}

/** The shim's answer to a task: what it decides, from step and frames alone. */
export function shimOf(graph: Graph, decisions: Decisions): (task: Task) => Control {
  const map = mapOf(graph);
  return (task) => {
    const way = wayFrom(map, task, decisions);
    const frames = framesIn(task.frames);
    const visits = (map.loops.get(task.step) ?? []).length;
    const scope = frames.slice(0, frames.length - visits);
    const place = { step: task.step, scope, visits: frames.slice(scope.length).map((frame) => Number(frame.slice(1))) };
    const to = way?.transition.kind === 'go' && map.joins.has(way.to ?? '') ? undefined : way?.to;
    const header = to !== undefined && (map.loops.get(task.step) ?? []).includes(to) ? to : undefined;
    const isEach = way?.transition.kind === 'foreach';
    const outside = to === undefined ? '' : framesOf({ step: to, scope, visits: visitsAt(map, place, to) });
    return {
      next: way?.transition.targets[0]?.step ?? '',
      count: isEach ? String(decisions.count(task)) : '',
      inside: isEach && outside !== '' ? `${outside}.` : '',
      again: header === undefined ? '' : outside,
    };
  };
}
