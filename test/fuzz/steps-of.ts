import { END, START, type LoopNode, type Node, type Tree } from './region-tree.ts';

// A tree's steps and their transitions, which is all of it that a flow says.

/** A step as its source has to say it. */
export interface TreeStep {
  readonly id: number;
  readonly takes: 'nothing' | 'element' | 'inputs';
  readonly ways: readonly TreeWay[];
  /** How many foreaches are open around it. */
  readonly elements: number;
}

export interface TreeWay {
  readonly kind: 'go' | 'split' | 'foreach';
  readonly targets: readonly number[];
  /** The bound of the loop that it goes back in. */
  readonly maxVisits?: number;
}

/** In the order of the tree. */
export function stepsOf(tree: Tree): readonly TreeStep[] {
  const reader = new Reader();
  reader.read(tree, undefined, { takes: 'nothing', elements: 0 });
  return reader.steps;
}

interface Context {
  /** What the first step takes. */
  readonly takes: TreeStep['takes'];
  readonly elements: number;
}

class Reader {
  readonly steps: TreeStep[] = [];
  readonly #tails = new Map<number, number>();
  readonly #headers = new Map<number, LoopNode>();
  /** Where each exit of a loop leads. */
  readonly #exits = new Map<number, TreeWay | undefined>();

  /** Reads a sequence, past which control comes to `after`. */
  read(tree: Tree, after: TreeWay | undefined, context: Context): void {
    tree.forEach((node, at) => {
      const takes = at === 0 ? context.takes : isGroup(tree[at - 1]) ? 'inputs' : 'nothing';
      if (node.kind === 'step') this.#step(node.id, tree, at, after, { ...context, takes });
      else this.#region(node, this.#first(tree, at + 1, after), { ...context, takes });
    });
  }

  #step(id: number, tree: Tree, at: number, after: TreeWay | undefined, context: Context): void {
    const next = tree[at + 1];
    if (next?.kind === 'choice') for (const tail of next.tails) this.#tails.set(tail.id, firstId(tail.body));
    const follow = next?.kind === 'choice' ? this.#first(tree, at + 2, after) : undefined;
    const ways =
      next?.kind === 'choice'
        ? next.arms.map((arm) => this.#first(arm, 0, follow))
        : [this.#first(tree, at + 1, after)];
    this.steps.push({ id, ...context, ways: id === END ? [] : ways.flatMap((way) => way ?? []) });
  }

  #region(node: Node, follow: TreeWay | undefined, context: Context): void {
    const inside = { takes: 'nothing' as const, elements: context.elements };
    switch (node.kind) {
      case 'split':
        for (const branch of node.branches) this.read(branch, follow, inside);
        break;
      case 'each':
        this.read(node.body, follow, { takes: 'element', elements: context.elements + 1 });
        break;
      case 'choice':
        for (const arm of node.arms) this.read(arm, follow, inside);
        for (const { body } of node.tails) this.read(body, follow, inside);
        break;
      case 'loop':
        this.#headers.set(node.id, node);
        for (const tail of node.tails) this.#tails.set(tail.id, firstId(tail.body));
        for (const { id, body } of node.exits) this.#exits.set(id, this.#first(body, 0, follow));
        this.read(node.body, undefined, context);
        for (const { body } of [...node.exits, ...node.tails]) this.read(body, follow, inside);
        break;
      default:
      // The others hold nothing.
    }
  }

  /** The way to what control comes to at a place. */
  #first(tree: Tree, at: number, after: TreeWay | undefined): TreeWay | undefined {
    const node = tree[at];
    switch (node?.kind) {
      case undefined:
        return after;
      case 'step':
        return { kind: 'go', targets: [node.id] };
      case 'split':
        return { kind: 'split', targets: node.branches.map(firstId) };
      case 'each':
        return { kind: 'foreach', targets: [firstId(node.body)] };
      case 'loop':
        return { kind: 'go', targets: [firstId(node.body)] };
      case 'jump':
        return { kind: 'go', targets: [this.#tails.get(node.tail) ?? START] };
      case 'leave':
        return this.#exits.get(node.exit);
      case 'again': {
        const { body = [], maxVisits } = this.#headers.get(node.loop) ?? {};
        return { kind: 'go', targets: [firstId(body)], ...(maxVisits === undefined ? {} : { maxVisits }) };
      }
      case 'choice':
        throw new Error('a choice without a step that decides');
    }
  }
}

const isGroup = (node: Node | undefined): boolean => node?.kind === 'split' || node?.kind === 'each';

/** The step with which a sequence begins that does not begin with a region of its decider's. */
function firstId(tree: Tree): number {
  const [node] = tree;
  if (node?.kind === 'step') return node.id;
  if (node?.kind === 'loop') return firstId(node.body);
  throw new Error(`no step begins ${JSON.stringify(tree)}`);
}
