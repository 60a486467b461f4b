import type {
  Choice,
  ForEach,
  Graph,
  Item,
  Loop,
  Parallel,
  Region,
  RegionId,
  Sequence,
  Step,
} from '../../src/compiler/ir/graph.ts';
import type { Catcher, MapState, Onward, State, StateMachine, States } from './asl.ts';
import { unlessOthersRun } from './alone.ts';
import { begin, childContext, firstVisit, nextVisit } from './context.ts';
import { isInline } from './inline.ts';
import { layersOf, type Layer } from './layers.ts';
import { withExitHandlers } from './exits.ts';
import { BEGIN, type StateNames } from './names.ts';
import { DECIDED, objectOf, readState, stepTask, type TaskContext } from './tasks.ts';

// From regions to states. A branch and a foreach's body are scopes of their own, which control leaves only by ending them; within one it jumps where it likes, so
// that a loop goes back to its header, and arms that share an ending jump to it. Each item of a sequence is one state or a few; the last of them goes on to the first of the
// next item.
//
// Scopes are filled from a queue of sequences, not by recursion.

/** The states of the whole flow, of a branch, or of a foreach's body. */
interface Scope {
  readonly states: States;
  /** Where each is to stand, by the step that it belongs to. */
  readonly order: Map<string, number>;
  /** The step with which it begins. */
  readonly first: string;
  /** It is the body of a foreach. */
  readonly isBody: boolean;
}

/** Where a sequence lies: how many foreaches and loops are open around it, and the state that follows it, if its scope goes on. */
interface Place {
  readonly scope: Scope;
  readonly depth: number;
  readonly next: string | undefined;
}

export interface MachineOptions {
  /** The code package's id. */
  readonly code: string | undefined;
  /** The most children of a foreach at a time. */
  readonly parallelism: number | undefined;
}

export function stateMachine(context: TaskContext, names: StateNames, options: MachineOptions): StateMachine {
  const { doc, settings } = context.graph.flow;
  const flow = new Machine(context, names, options.parallelism).build();
  const whole = withExitHandlers(context, names, flow);
  const first = settings.schedule?.concurrency === 'forbid' ? unlessOthersRun(whole.StartAt) : {};
  const [next = whole.StartAt] = Object.keys(first);
  return {
    ...(doc === undefined ? {} : { Comment: doc }),
    StartAt: BEGIN,
    States: { [BEGIN]: { ...begin(options.code), Next: next }, ...first, ...whole.States },
  };
}

class Machine {
  readonly #context: TaskContext;
  readonly #names: StateNames;
  readonly #parallelism: number | undefined;
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #positions: ReadonlyMap<string, number>;
  readonly #regions: ReadonlyMap<RegionId, Region>;
  readonly #decides: ReadonlySet<string>;
  readonly #layers: ReadonlyMap<string, Layer>;
  /** Where each region lies. */
  readonly #places = new Map<RegionId, Place>();
  readonly #scopes: Scope[] = [];
  readonly #pending: { readonly sequence: Sequence; readonly place: Place }[] = [];

  constructor(context: TaskContext, names: StateNames, parallelism: number | undefined) {
    const { steps, regions } = context.graph;
    this.#context = context;
    this.#names = names;
    this.#parallelism = parallelism;
    this.#steps = new Map(steps.map((step) => [step.name, step]));
    this.#positions = new Map(steps.map(({ name }, at) => [name, at]));
    this.#regions = new Map(regions.map((region) => [region.id, region]));
    this.#decides = decidingSteps(context.graph);
    this.#layers = layersOf(context.graph).steps;
  }

  build(): StateMachine {
    const [start] = this.#context.graph.steps;
    const machine = this.#scope(start?.name ?? '', this.#context.graph.body, 0, false);
    // The list grows while it is walked.
    for (const { sequence, place } of this.#pending) this.#fill(sequence, place);
    for (const scope of this.#scopes) inReadingOrder(scope);
    return machine;
  }

  #fill(sequence: Sequence, place: Place): void {
    for (const [at, item] of sequence.entries()) {
      const following = sequence[at + 1];
      const next = following === undefined ? place.next : this.#entryOf(following, place);
      if (item.kind === 'step') this.#step(this.#stepOf(item.step), { ...place, next });
      if (item.kind === 'region') this.#region(this.#regionOf(item.region), { ...place, next });
    }
  }

  #step(step: Step, place: Place): void {
    const { name, doc, settings } = step;
    const [start] = this.#context.graph.steps;
    const task = stepTask(this.#context, {
      step: name,
      ...(doc === undefined ? {} : { doc }),
      settings,
      depth: this.#depthOf(name),
      decides: this.#decides.has(name),
      first: step === start,
    });
    const caught = settings.catchError === undefined ? {} : { Catch: [forgive(this.#nextOrEnd(place))] };
    this.#put(place, name, this.#names.method(name), { ...task, ...caught, ...onward(place) });
  }

  #region(region: Region, place: Place): void {
    this.#places.set(region.id, place);
    switch (region.kind) {
      case 'parallel':
        return this.#parallel(region, place);
      case 'foreach':
        return this.#each(region, place);
      case 'choice':
        return this.#choice(region, place);
      case 'loop':
        return this.#loop(region, place);
    }
  }

  #parallel({ id, step, branches }: Parallel, place: Place): void {
    this.#put(place, step, this.#names.region(id, 'branches'), {
      Type: 'Parallel',
      Branches: branches.map(({ to, body }) => this.#scope(to, body, place.depth, false)),
      ResultPath: null,
      ...onward(place),
    });
  }

  #each(foreach: ForEach, place: Place): void {
    const { id, step, body } = foreach;
    const inline = isInline(this.#stepOf(step), foreach);
    const name = this.#names.region(id, 'each');
    const { StartAt, States } = this.#scope(firstOf(body, this.#regions), body, place.depth + 1, true);
    const source: Pick<MapState, 'ItemReader' | 'ItemsPath'> = inline
      ? { ItemsPath: `${DECIDED}.json` }
      : {
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            ReaderConfig: { InputType: 'JSON' },
            Parameters: objectOf(this.#context, step, this.#depthOf(step), 'frames'),
          },
        };
    if (inline) {
      const read = readState(this.#context, step, this.#depthOf(step), 'frames');
      this.#put(place, step, this.#names.region(id, 'frames'), { ...read, Next: name });
    }
    this.#put(place, step, name, {
      Type: 'Map',
      ...source,
      ItemSelector: childContext(place.depth + 1),
      ...(this.#parallelism === undefined ? {} : { MaxConcurrency: this.#parallelism }),
      ItemProcessor: {
        ProcessorConfig: inline ? { Mode: 'INLINE' } : { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt,
        States,
      },
      ResultPath: null,
      ...onward(place),
    });
  }

  #choice({ id, step, arms, tails }: Choice, place: Place): void {
    const choose = this.#names.region(id, 'choose');
    const read = readState(this.#context, step, this.#depthOf(step), 'control');
    this.#put(place, step, this.#names.region(id, 'control'), { ...read, Next: choose });
    this.#put(place, step, choose, {
      Type: 'Choice',
      Choices: arms.map(({ to, body }) => ({
        Variable: `${DECIDED}.json.next`,
        StringEquals: to,
        Next: this.#entry(body, place) ?? this.#nextOrEnd(place),
      })),
    });
    for (const { body } of [...arms, ...tails]) this.#pending.push({ sequence: body, place });
  }

  #loop({ id, header, body, exits, tails }: Loop, place: Place): void {
    const inside: Place = { scope: place.scope, depth: place.depth + 1, next: undefined };
    const first = { Next: this.#entry(body, inside) ?? '' };
    this.#put(place, header, this.#names.region(id, 'enter'), { ...firstVisit(inside.depth), ...first });
    this.#put(place, header, this.#names.region(id, 'again'), { ...nextVisit(inside.depth), ...first });
    this.#pending.push({ sequence: body, place: inside });
    for (const { body: ending } of [...exits, ...tails]) this.#pending.push({ sequence: ending, place });
  }

  /** A sequence with states of its own. */
  #scope(first: string, body: Sequence, depth: number, isBody: boolean): StateMachine {
    // A step may be called `__proto__`.
    const states = Object.create(null) as States;
    const place: Place = { scope: { states, order: new Map(), first, isBody }, depth, next: undefined };
    this.#scopes.push(place.scope);
    this.#pending.push({ sequence: body, place });
    return { StartAt: this.#entry(body, place) ?? this.#nextOrEnd(place), States: place.scope.states };
  }

  /** The state with which a sequence begins: what follows it where it is empty, and undefined where its scope ends there. */
  #entry(sequence: Sequence, place: Place): string | undefined {
    const [first] = sequence;
    return first === undefined ? place.next : this.#entryOf(first, place);
  }

  #entryOf(start: Item, from: Place): string | undefined {
    let [item, place]: [Item | undefined, Place] = [start, from];
    while (item !== undefined) {
      switch (item.kind) {
        case 'step':
          return this.#names.method(item.step);
        case 'region':
          return this.#entryOfRegion(this.#regionOf(item.region));
        case 'again':
          return this.#names.region(item.loop, 'again');
        case 'jump':
        case 'leave': {
          const id: RegionId = item.kind === 'jump' ? item.region : item.loop;
          place = this.#placeOf(id);
          [item] = endingOf(this.#regionOf(id), item.kind === 'jump' ? 'tails' : 'exits', item.to);
        }
      }
    }
    return place.next;
  }

  #entryOfRegion(region: Region): string {
    switch (region.kind) {
      case 'parallel':
        return this.#names.region(region.id, 'branches');
      case 'foreach':
        return this.#names.region(region.id, isInline(this.#stepOf(region.step), region) ? 'frames' : 'each');
      case 'choice':
        return this.#names.region(region.id, 'control');
      case 'loop':
        return this.#names.region(region.id, 'enter');
    }
  }

  /** For what cannot end its scope itself. */
  #nextOrEnd({ scope, next }: Place): string {
    if (next !== undefined) return next;
    const name = this.#names.beside(scope.first, 'end');
    scope.states[name] = { Type: 'Succeed', ...output(scope) };
    scope.order.set(name, Infinity);
    return name;
  }

  /** @param step - That the state belongs to. */
  #put({ scope }: Place, step: string, name: string, state: State): void {
    scope.states[name] = state;
    scope.order.set(name, this.#positions.get(step) ?? 0);
  }

  #stepOf(name: string): Step {
    return known(this.#steps.get(name), name);
  }

  #depthOf(step: string): number {
    return known(this.#layers.get(step), step).depth;
  }

  #regionOf(id: RegionId): Region {
    return known(this.#regions.get(id), id);
  }

  #placeOf(id: RegionId): Place {
    return known(this.#places.get(id), id);
  }
}

/** The step with which a foreach's body begins: no other scope begins with it. */
export function firstOf([first]: Sequence, regions: ReadonlyMap<RegionId, Region>): string {
  if (first?.kind === 'step') return first.step;
  const region = first?.kind === 'region' ? regions.get(first.region) : undefined;
  return known(region?.kind === 'loop' ? region.header : undefined, 'first step of a body');
}

/** Steps whose control somebody reads. */
const decidingSteps = ({ regions }: Graph): ReadonlySet<string> =>
  new Set(regions.flatMap((region) => (region.kind === 'choice' || region.kind === 'foreach' ? [region.step] : [])));

/** As steps stand in the graph, whatever the order in which they were placed. */
function inReadingOrder({ states, order }: Scope): void {
  const sorted = Object.entries(states).toSorted(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  for (const [name, state] of sorted) {
    delete states[name];
    states[name] = state;
  }
}

const onward = ({ scope, next }: Place): Onward =>
  next === undefined ? { ...output(scope), End: true } : { Next: next };

/**
 * The outputs of a foreach's bodies become one list, of 256 KiB at the most, before `ResultPath` throws it away, so that of a wide foreach each is to
 * be as small as may be: https://github.com/aws/aws-cdk/issues/24799
 */
const output = ({ isBody }: Scope): Pick<Onward, 'OutputPath'> => (isBody ? { OutputPath: null } : {});

/** What the last try left without a result: who needs it finds that it was lost. */
const forgive = (next: string): Catcher => ({ ErrorEquals: ['States.ALL'], ResultPath: null, Next: next });

function endingOf(region: Region, kind: 'tails' | 'exits', to: string): Sequence {
  const arms = kind in region ? (region as Loop)[kind] : [];
  return known(arms.find((arm) => arm.to === to)?.body, `${region.id} to ${to}`);
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the region tree has no ${what}`);
  return value;
}
