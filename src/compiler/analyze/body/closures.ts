import type { Class, ParamPattern } from 'oxc-parser';
import { bindPattern } from './patterns.ts';
import { expression } from './expressions.ts';
import type { Place } from './place.ts';
import { arrive, block } from './statements.ts';
import type { AnyFunction } from '../syntax.ts';
import type { FunctionContext, Task, Walk } from './walk.ts';

// Functions and classes inside a body. What one reads counts where it is made; what it writes is a maybe, as it may run at any time or never, but for a
// function that is called on the spot, and one that a constant names: that one is summarised as a method is, and counts where its name is used.

/** How a function is run: `later` or at once, for certain or not, and the places of its parameters where they are known. */
export interface Run {
  readonly later: boolean;
  readonly certain?: boolean;
  readonly parameters?: ReadonlyMap<number, Place>;
}

export function walkFunction(walk: Walk, node: AnyFunction, { later, certain = !later, parameters }: Run): void {
  const { body } = node;
  if (!body) return;
  const ours = walk.context.ours && node.type === 'ArrowFunctionExpression';
  within(walk, { ours, nested: true, later: later || walk.context.later, async: node.async }, !certain, [
    ...node.params.map((each, index) => () => bindParameter(walk, each, parameters?.get(index))),
    () => (body.type === 'BlockStatement' ? block(walk, body.body) : expression(walk, body)),
  ]);
}

/** `const name = () => …`. Where the name was used before, nobody knows when it runs: then it counts where it is written. */
export function defineFunction(walk: Walk, name: string, node: AnyFunction): void {
  const from = walk.at;
  const entry = walk.block();
  const usedBefore = walk.unresolved.has(name);
  walk.declare(name, undefined);
  walk.at = entry;
  walkFunction(walk, node, { later: true, certain: true });
  walk.plan(() => {
    const callee = { entry, exit: walk.at, async: node.async, generator: node.generator };
    walk.functions.push(callee);
    walk.at = from;
    walk.declare(name, { kind: 'function', callee });
    if (usedBefore) walk.emit({ kind: 'call', callee, certain: false });
  });
}

function bindParameter(walk: Walk, parameter: ParamPattern, place: Place | undefined): void {
  const pattern = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter;
  bindPattern(walk, pattern.type === 'RestElement' ? pattern.argument : pattern, place);
}

export function walkClass(walk: Walk, node: Class): void {
  walk.plan(() => node.superClass && expression(walk, node.superClass));
  within(
    walk,
    { ours: false, nested: true, later: true, async: false },
    true,
    node.body.body.map((member) => () => {
      if (member.type === 'StaticBlock') return block(walk, member.body);
      if (member.type === 'TSIndexSignature') return;
      if (member.computed) walk.plan(() => expression(walk, member.key));
      walk.plan(() => member.value && expression(walk, member.value));
    }),
  );
}

/** Plans `tasks` in the context of another function, on a detour from the current path where that may be left out. */
function within(walk: Walk, context: FunctionContext, detour: boolean, tasks: readonly Task[]): void {
  walk.plan(() => {
    const outer = { context: walk.context, jumps: walk.jumps, awaits: walk.awaits };
    const exit = walk.block();
    if (detour) walk.link(exit);
    walk.fork();
    walk.enterScope();
    walk.context = context;
    walk.jumps = { kind: 'function', exit };
    walk.awaits = 0;
    walk.plan(...tasks, () => {
      Object.assign(walk, outer);
      walk.leaveScope();
      arrive(walk, exit);
    });
  });
}
