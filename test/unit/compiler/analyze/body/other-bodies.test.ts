import { describe, expect, it } from 'vitest';
import {
  analyzeBody,
  analyzeExitHandler,
  checkOtherBodies,
} from '../../../../../src/compiler/analyze/body/analyze-body.ts';
import type { MethodMember } from '../../../../../src/compiler/analyze/flow-class.ts';
import { Diagnostics } from '../../../../../src/compiler/diagnostics/sink.ts';
import { flowClassOf } from './flow-class-of.ts';
import { findings } from './summary-of.ts';

function check(members: string): readonly string[] {
  const text = `class F extends FlowSpec { a1!: number; ${members} @step a() {} @step end() {} }`;
  const sink = new Diagnostics();
  checkOtherBodies(flowClassOf(text), sink);
  return findings(sink, text);
}

describe('what is no step', () => {
  it.each([
    ['a method that nobody calls', 'leave() { this.next(this.a); }'],
    ['a getter', 'get leave() { this.next(this.a); return 1; }'],
    ['a setter', 'set leave(to) { this.next(this.a); }'],
    ['a constructor', 'constructor() { super(); this.next(this.a); }'],
    ['an initialiser', 'leave = () => this.next(this.a);'],
    ['a private method', '#leave() { this.next(this.a); }'],
  ])('cannot go on: %s', (_, member) => {
    expect(check(member)).toEqual(['next-outside-step @ this.next(this.a)']);
  });

  it('cannot merge', () => {
    expect(check('take(inputs: Inputs<F>) { this.merge(inputs); }')).toEqual([
      'merge-outside-join @ this.merge(inputs)',
    ]);
  });

  it('may do all else', () => {
    expect(
      check('a2 = Date.now(); helper() { this.a1 = 1; return this.a1; } get twice() { return this.a1 * 2; }'),
    ).toEqual([]);
  });

  it('is reported once, however many steps call it', () => {
    const text =
      'class F extends FlowSpec { leave() { this.next(this.end); } @step x() { this.leave(); } @step y() { this.leave(); } @step end() {} }';
    const flow = flowClassOf(text);
    const sink = new Diagnostics();
    for (const member of flow.members.values()) if (member.kind === 'step') analyzeBody(member, flow, sink);
    checkOtherBodies(flow, sink);
    expect(findings(sink, text)).toEqual(['next-outside-step @ this.next(this.end)']);
  });
});

describe('an exit handler', () => {
  const analyze = (body: string) => {
    const text = `class F extends FlowSpec { a1!: number; rate = parameter.number(); @step end() {} bye() { ${body} } }`;
    const flow = flowClassOf(text);
    const sink = new Diagnostics();
    const data = analyzeExitHandler(flow.members.get('bye') as MethodMember, flow, sink);
    return { data, found: findings(sink, text) };
  };

  it('reads artifacts and parameters', () => {
    const { data, found } = analyze('report(this.a1, this.rate);');
    expect(found).toEqual([]);
    expect(data.needs).toEqual(['a1', 'rate']);
  });

  it('goes nowhere', () => {
    expect(analyze('this.next(this.end);').found).toEqual(['next-outside-step @ this.next(this.end)']);
  });
});
