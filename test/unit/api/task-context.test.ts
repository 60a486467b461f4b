import { afterEach, describe, expect, it } from 'vitest';
import { FlowSpec, current, file, parameter, type Inputs } from '../../../src/api/index.ts';
import { setTask, taskFor, type TaskContext } from '../../../src/api/task-context.ts';

class ProbeFlow extends FlowSpec {
  items = [1, 2];

  start() {
    this.next(this.body, { foreach: this.items });
  }
  body(item: number) {
    this.items = [item, this.index];
  }
  element() {
    return this.input;
  }
  join(inputs: Inputs<ProbeFlow>) {
    this.merge(inputs, { exclude: ['items'] });
  }
  end() {}
}

class ParameterBase extends FlowSpec {
  readonly rate = parameter.number({ default: 1 });
  start() {}
  end() {}
}

class ParameterFlow extends ParameterBase {
  readonly mode = parameter.choice(['fast', 'exact']);
  readonly limits = parameter.json<number[]>({ required: false });
}

const noInputs = [] as unknown as Inputs<ProbeFlow>;

/** A task that only writes down what it is asked. */
function recordingTask() {
  const asked: unknown[] = [];
  const stored = { size: 3, path: () => Promise.resolve('/tmp/a'), stream: () => expect.fail('nobody reads it') };
  const task: TaskContext = {
    next: (...args: readonly unknown[]) => void asked.push(['next', ...args]),
    merge: (...args) => void asked.push(['merge', ...args]),
    input: 'element',
    index: 7,
    current: {
      flowName: 'ProbeFlow',
      runId: 'r1',
      originRunId: undefined,
      stepName: 'body',
      taskId: '7',
      attempt: 0,
      pathspec: 'ProbeFlow/r1/body/7',
      foreach: [{ step: 'start', index: 7, size: 9 }],
      tags: ['nightly'],
      parameters: { rate: 0.5 },
      trigger: { kind: 'run', flowName: 'LoadFlow', runId: 'r0' },
      project: { name: 'ranking', branch: undefined },
      tempDir: '/tmp/task',
      isResumed: false,
      failure: undefined,
    },
    parameter: (kind) => asked.push(['parameter', kind]),
    file: (path) => (asked.push(['file', path]), stored),
  };
  return { task, asked, stored };
}

afterEach(() => setTask(undefined));

describe('outside of a task', () => {
  const flow = new ProbeFlow();

  it.each<[string, () => unknown]>([
    ['this.next', () => flow.start()],
    ['this.index', () => flow.body(1)],
    ['this.input', () => flow.element()],
    ['this.merge', () => flow.join(noInputs)],
    ['parameter.string(…)', () => parameter.string()],
    ['parameter.number(…)', () => new ParameterBase()],
    ['parameter.integer(…)', () => parameter.integer()],
    ['parameter.boolean(…)', () => parameter.boolean()],
    ['parameter.date(…)', () => parameter.date()],
    ['parameter.json(…)', () => parameter.json()],
    ['parameter.choice(…)', () => parameter.choice(['a'])],
    ['parameter.file(…)', () => parameter.file()],
    ['file(…)', () => file('a.bin')],
    ['current.runId', () => current.runId],
  ])('%s says what to do', (name, use) => {
    expect(use).toThrow(`\`${name}\` means something only inside a task of a flow`);
    expect(use).toThrow('`flowc compile` reads flows without running them');
  });

  it('every property of current says its name', () => {
    const names = Object.keys(current);
    expect(names).toEqual(Object.keys(recordingTask().task.current));
    for (const name of names) expect(() => Reflect.get(current, name)).toThrow(`\`current.${name}\``);
  });

  it('a flow without parameters can be built, and has no keys but its fields', () => {
    expect(Object.keys(new ProbeFlow())).toEqual(['items']);
  });
});

describe('inside a task', () => {
  it('next and merge hand their arguments to the task, on the flow itself', () => {
    const { task, asked } = recordingTask();
    setTask(task);
    const flow = new ProbeFlow();
    flow.start();
    flow.join(noInputs);
    expect(asked).toEqual([
      ['next', flow.body, { foreach: flow.items }],
      ['merge', noInputs, { exclude: ['items'] }],
    ]);
  });

  it('input and index are those of the task', () => {
    setTask(recordingTask().task);
    const flow = new ProbeFlow();
    flow.body(1);
    expect(flow.element()).toBe('element');
    expect(flow.items).toEqual([1, 7]);
  });

  it('parameter fields ask one after another, those of the base class first', () => {
    const { task, asked } = recordingTask();
    setTask(task);
    const { rate, mode, limits } = new ParameterFlow();
    expect([rate, mode, limits]).toEqual([1, 2, 3]);
    expect(asked).toEqual([
      ['parameter', 'number'],
      ['parameter', 'choice'],
      ['parameter', 'json'],
    ]);
  });

  it('current and file are those of the task', () => {
    const { task, asked, stored } = recordingTask();
    setTask(task);
    expect({ ...current }).toEqual(task.current);
    expect(file('a.bin')).toBe(stored);
    expect(asked).toEqual([['file', 'a.bin']]);
    expect(taskFor('anything')).toBe(task);
  });
});
