import type { SwitchStatement } from 'oxc-parser';
import { expression } from './expressions.ts';
import { arrive, statement } from './statements.ts';
import type { Walk } from './walk.ts';

// `switch`: the tests of its cases run one after another until one is met, then the bodies from there on until a `break`.

export function walkSwitch(walk: Walk, node: SwitchStatement, labels: readonly string[]): void {
  const after = walk.block();
  const cases = node.cases.map(({ test, consequent }) => ({ test, consequent, body: walk.block() }));
  const outer = walk.jumps;
  walk.work(node.discriminant);
  walk.plan(() => expression(walk, node.discriminant));
  walk.planEach(cases, ({ test, body }) => {
    if (!test) return;
    walk.plan(
      () => expression(walk, test),
      () => {
        walk.link(body, walk.label(test, 'when this case is taken'));
        walk.fork();
      },
    );
  });
  walk.plan(() => {
    const fallback = cases.find(({ test }) => test === null);
    const message = fallback ? 'when no other case is taken' : 'when no case is taken';
    walk.link(fallback?.body ?? after, walk.label(node.discriminant, message));
    walk.jumps = { kind: 'target', plain: true, labels, breakTo: after, outer };
    walk.at = walk.block();
    walk.enterScope();
  });
  walk.planEach(cases, ({ consequent, body }) => {
    arrive(walk, body);
    walk.planEach(consequent, (each) => statement(walk, each));
  });
  walk.plan(() => {
    walk.leaveScope();
    walk.jumps = outer;
    arrive(walk, after);
  });
}
