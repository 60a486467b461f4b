import { describe, expect, test } from 'vitest';
import { dagIdOf } from '../../../../targets/airflow/names.ts';
import { each, flow, go, type FlowOptions, type Ways } from '../flow.ts';
import { grouped, lower, lowered, operatorOf, printed } from './flows.ts';

function pathsOf(steps: Readonly<Record<string, Ways>>, options: FlowOptions = {}, collapse: readonly string[] = []) {
  const { groups, names } = grouped(flow(steps, options), collapse);
  return groups.flatMap((group) => group.nodes.map(({ instance }) => names.path(group, instance)));
}

describe('a task is found by', () => {
  test('the groups of foreaches and loops around it', () => {
    const steps = { start: [each('a')], a: [go('h')], h: [go('h', 2), go('j')], j: [go('end')], end: [] };
    expect(pathsOf(steps, { joins: ['j'] })).toEqual([
      'start',
      'j',
      'end',
      'each_a.a',
      'each_a.loop_h.h_v0',
      'each_a.loop_h.h_v1',
    ]);
  });

  test('no group of a loop that one task runs', () => {
    const steps = { start: [go('h')], h: [go('h', 2), go('end')], end: [] };
    expect(pathsOf(steps, {}, ['h'])).toEqual(['start', 'h', 'end']);
    const nested = { start: [go('o')], o: [go('i')], i: [go('i', 9), go('o', 2), go('end')], end: [] };
    expect(pathsOf(nested, {}, ['i'])).toContain('loop_o.i_v1');
  });

  test('its own name where the same step stands in copies of a body', () => {
    const steps = { start: [go('h')], h: [each('a')], a: [go('j')], j: [go('h', 2), go('end')], end: [] };
    expect(pathsOf(steps, { joins: ['j'] }).filter((path) => path.startsWith('each'))).toEqual([
      'each_a_v0.a_v0',
      'each_a_v1.a_v1',
    ]);
  });
});

describe('a name', () => {
  test('that Python or the file has for its own is another', () => {
    const file = lowered(flow({ start: [go('dag')], dag: [go('lambda')], lambda: [go('end')], end: [] }));
    expect(operatorOf(file, 'dag_')['arguments']).toEqual(['dag']);
    expect(operatorOf(file, 'lambda_')['arguments']).toEqual(['lambda']);
  });

  test.each([
    [
      ['foo$', 'foo_'],
      ['foo_', 'foo__2'],
    ],
    [
      ['größe', 'große'],
      ['gro_e', 'gro_e_2'],
    ],
    [
      ['each_b', '$'],
      ['each_b', '_'],
    ],
  ])('%j become %j', ([first = '', second = ''], names) => {
    const file = lowered(flow({ start: [go(first)], [first]: [go(second)], [second]: [go('end')], end: [] }));
    expect(names.map((name) => operatorOf(file, name)['arguments'])).toHaveLength(2);
  });

  test('with `$$` reaches the shim as it is, past the kubelet', () => {
    const graph = flow({ start: [go('a$$b')], a$$b: [go('end')], end: [] });
    expect(operatorOf(lowered(graph), 'a__b')['arguments']).toEqual(['a$$$b']);
    expect(operatorOf(lowered(graph, { executor: 'bash' }), 'a__b')['bash_command']).toBe("flowc-task 'a$$b'");
  });

  test('of a pod is no longer than the operator takes', () => {
    const long = 'x_'.repeat(200);
    const file = lowered(flow({ start: [go(long)], [long]: [go('end')], end: [] }));
    expect(operatorOf(file, long.slice(0, 80))['name']).toMatch(/^(?=.{1,200}$)test-flow-x-x/);
  });

  test('that is too long with all its groups is refused', () => {
    const [outer, middle, inner] = ['o', 'm', 'i'].map((letter) => letter.repeat(90)) as [string, string, string];
    const graph = flow({
      start: [go(outer)],
      [outer]: [go(middle)],
      [middle]: [go(inner)],
      [inner]: [go(inner, 2), go(middle, 2), go(outer, 2), go('end')],
      end: [],
    });
    expect(lower(graph).found).toEqual(['airflow-id-too-long']);
  });

  test('of a DAG begins with its project', () => {
    const span = { file: 'flow.ts', start: 0, end: 0 };
    expect(dagIdOf('TrainFlow', undefined)).toBe('train-flow');
    expect(dagIdOf('TrainFlow', { name: 'shop', branch: 'main', span })).toBe('shop-main-train-flow');
  });
});

test('every variable of a file is assigned once, and before it is named', () => {
  const steps = { start: [go('h')], h: [each('a')], a: [go('j')], j: [go('h', 2), go('end')], end: [] };
  const text = printed(lowered(flow(steps, { joins: ['j'] })));
  const assigned = [...text.matchAll(/^\s+(\w+) = /gm)].map(([, name]) => name);
  expect(new Set(assigned).size).toBe(assigned.length);
});
