import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { shapeOf } from '../../local/left-by.ts';
import { connect } from '../cluster/cluster.ts';
import { Trial, type Manifests } from './trial.ts';
import { said, until, type Pod, type TrialRun } from './trial-run.ts';
import { record, shown } from '../../records.ts';
import { argo } from '../engine.ts';

// Steps that fail, pods that are taken away, runs that are stopped: how each ends, as targets/argo/README.md and docs/runtime.md say it.

/** Argo's own for the step `late`, and what stands in its place here: sooner than the shim's. */
const DEADLINE = ['activeDeadlineSeconds: 1200', 'activeDeadlineSeconds: 90'] as const;

/** Where control groups are of the second kind the kubelet has the kernel kill all of a container that takes too much, else the hungriest process. */
const diesWhole = existsSync('/sys/fs/cgroup/cgroup.controllers');

const address = inject('cluster');

describe.runIf(address !== undefined)('on Argo', () => {
  let trial: Trial;
  let flows: ReadonlyMap<string, Manifests>;
  let ways: TrialRun, limits: TrialRun, backoff: TrialRun, refused: TrialRun, taken: TrialRun;
  let ends: Readonly<Record<'error' | 'speechless' | 'memory' | 'deleted' | 'stopped' | 'terminated', TrialRun>>;
  let well: TrialRun, badlyCelebrated: TrialRun;

  beforeAll(async () => {
    if (address === undefined) return;
    trial = await Trial.begin(connect(address), 'failures');
    flows = await trial.deploy('failing.ts', (text) => text.replaceAll(...DEADLINE));
    const end = (way: string): Promise<TrialRun> => trial.submit('ends-flow', { way });
    taken = await trial.submit('taken-flow');
    ends = {
      deleted: await end('waits'),
      stopped: await end('waits'),
      terminated: await end('waits'),
      error: await end('error'),
      speechless: await end('speechless'),
      memory: await end('memory'),
    };
    limits = await trial.submit('limits-flow');
    ways = await trial.submit('ways-flow');
    backoff = await trial.submit('backoff-flow');
    refused = await trial.submit('refused-flow');
    well = await end('nothing');
    badlyCelebrated = await trial.submit('ends-flow', { way: 'nothing', celebration: 'error' });
  });

  afterAll(() => trial.end());

  /** Takes a pod away, as `kubectl delete pod` and a node that is drained do. */
  const remove = ({ name }: Pod): Promise<unknown> => trial.cluster.request('DELETE', trial.core(`pods/${name}`));

  const shutdown = ({ name }: TrialRun, how: 'Stop' | 'Terminate'): Promise<unknown> =>
    trial.cluster.request(
      'PATCH',
      trial.argo(`workflows/${name}`),
      { spec: { shutdown: how } },
      { contentType: 'application/merge-patch+json' },
    );

  test.concurrent('every way of failing is tried again, and caught after the last try', async () => {
    expect(await ways.ended()).toBe('Succeeded');
    // Who is caught has a result, and so its pod succeeded.
    const act = (index: number, codes: readonly number[]): readonly string[] =>
      codes.map((code, attempt) => `act(${index}:${index})(${attempt}) ${code === 0 ? 'Succeeded' : 'Failed'} ${code}`);
    expect(said(await ways.pods())).toEqual([
      ...[
        ...act(0, [1, 0]),
        ...act(1, [1, 0]),
        ...act(2, [1, 0]),
        ...act(3, [137, 0]),
        ...act(4, [137, 137]),
        ...act(5, [0]),
      ],
      ...['end Succeeded 0', 'join Succeeded 0', 'start Succeeded 0'],
    ]);
    const outcomes = ['0', '1', '2', '3', '4', '5'].map((frames) => ways.outcomes('act', frames));
    expect(await Promise.all(outcomes)).toEqual([
      ['0 failed RangeError', '1 failed RangeError'],
      ['0 failed ExitCode 0', '1 failed ExitCode 0'],
      ['0 failed TypeError', '1 failed TypeError'],
      ['0 killed Killed SIGKILL', '1 failed Killed SIGKILL'],
      ['0 no end', '1 no end'],
      ['0 succeeded'],
    ]);
    expect(await ways.value('join', 'errors')).toEqual([
      { name: 'RangeError', message: 'too far', stack: expect.stringContaining('failing.ts:'), attempt: 1 },
      { name: 'ExitCode', message: expect.stringContaining('exit code 0'), attempt: 1 },
      { name: 'TypeError', message: 'unheard', stack: expect.stringContaining('failing.ts:'), attempt: 1 },
      { name: 'Killed', message: expect.stringContaining('SIGKILL'), attempt: 1 },
      { name: 'lost', message: expect.stringContaining('act/4'), attempt: 1 },
      undefined,
    ]);
    const { status, tasks } = await ways.record('WaysFlow');
    expect([status, tasks.map(({ step, task, state }) => `${step}/${task} ${state}`)]).toEqual([
      'succeeded',
      [
        'start/main succeeded',
        ...[0, 1, 2, 3, 4].map((index) => `act/${index} caught`),
        ...['act/5 succeeded', 'join/main succeeded', 'end/main succeeded'],
      ],
    ]);
    record(argo, shown('lost-task'));
  });

  test.concurrent(
    'the shim ends a step that never looks up, Argo a pod that is still there, and the kernel what takes too much memory',
    async () => {
      expect(flows.get('limits-flow')?.get('workflow-template.yaml')).toContain(DEADLINE[0]);
      expect(await limits.ended()).toBe('Succeeded');
      const pods = await limits.pods();
      expect(said(pods)).toEqual([
        ...['busy Succeeded 0', 'end Succeeded 0', diesWhole ? 'hungry Failed 137' : 'hungry Succeeded 0'],
        ...['join Succeeded 0', expect.stringMatching(/^late Failed/), 'start Succeeded 0'],
      ]);
      expect(pods.find(({ node }) => node === 'late')?.message).toMatch(/deadline/i);
      expect(await limits.outcomes('busy')).toEqual(['0 failed TimeoutError']);
      // Argo's deadline holds for a pod that waits for its turn, too.
      expect(['0 killed Killed SIGTERM', undefined]).toContain((await limits.outcomes('late'))[0]);
      expect(await limits.value('join', 'errors')).toMatchObject([
        { name: 'TimeoutError', attempt: 0 },
        { name: 'lost', attempt: 0 },
        { name: diesWhole ? 'lost' : 'Killed', attempt: 0 },
      ]);
    },
  );

  test.concurrent('`@retry` waits longer each time, up to the longest wait', async () => {
    // Without `maxDelay` the third try would be half an hour away.
    expect(await backoff.ended()).toBe('Succeeded');
    expect(said(await backoff.pods())).toEqual([
      ...['end Succeeded 0', 'start(0) Failed 1', 'start(1) Failed 1', 'start(2) Succeeded 0'],
    ]);
    const attempts = await backoff.attempts('start');
    expect(attempts.map(({ attempt, end }) => [attempt, end?.error?.message])).toEqual([
      [0, 'attempt 0'],
      [1, 'attempt 1'],
      [2, undefined],
    ]);
    const at = (index: number, end: 'started' | 'ended'): number =>
      Date.parse((end === 'started' ? attempts[index]?.started : attempts[index]?.end?.ended) ?? '');
    expect(at(1, 'started') - at(0, 'ended'), 'ms until the second try').toBeGreaterThan(1000);
    expect(at(2, 'started') - at(1, 'ended'), 'ms until the third try').toBeGreaterThan(29_000);
    expect(await backoff.value('end', 'tries')).toBe(3);
  });

  test.concurrent('what cannot get better is not tried again', async () => {
    expect(await refused.ended()).toMatch(/^Failed/);
    expect(said(await refused.pods())).toEqual(['start Succeeded 0', 'turn(0) Failed 98', 'turn(0) Succeeded 0']);
    expect([await refused.outcomes('turn', 'v0'), await refused.outcomes('turn', 'v1')]).toEqual([
      ['0 succeeded'],
      ['0 refused BoundExceeded'],
    ]);
  });

  test.concurrent(
    'a pod that was taken away is tried again for `preemption`, and is no failure of the step for `error`',
    async () => {
      const pods = await Promise.all(['told', 'lost'].map((step) => taken.begun(step, step)));
      await Promise.all(pods.map(remove));
      expect(await taken.ended()).toBe('Succeeded');
      expect(said(await taken.pods())).toEqual([
        ...['end Succeeded 0', 'join Succeeded 0', expect.stringMatching(/^lost\(0\) (Error|Failed 143$)/)],
        ...['start Succeeded 0', expect.stringMatching(/^told\(0\) (Error|Failed 143$)/), 'told(1) Succeeded 0'],
      ]);
      expect(await taken.value('join', 'left')).toEqual([2, 'lost']);
    },
  );

  const handlers = ['celebrate', 'mourn', 'sweep'];

  /** The exit handlers that ran, and what each said. */
  const handled = async (run: TrialRun): Promise<Readonly<Record<string, string>>> => {
    const pods = (await run.pods()).filter(({ template }) => handlers.includes(template));
    return Object.fromEntries(await Promise.all(pods.map(async (pod) => [pod.template, await run.log(pod)] as const)));
  };

  test.concurrent('exit handlers see what `end` left', async () => {
    expect(await well.ended()).toBe('Succeeded');
    const pods = ['celebrate Succeeded 0', 'end Succeeded 0', 'start Succeeded 0', 'sweep Succeeded 0'];
    expect(said(await well.pods())).toEqual(pods);
    expect(await handled(well)).toEqual({ celebrate: 'celebrate nothing undefined\n', sweep: 'sweep undefined\n' });
    expect(shapeOf(await well.record('EndsFlow'))).toEqual([
      'start/main',
      'end/main < start/main',
      'celebrate/main',
      'sweep/main',
    ]);
  });

  test.concurrent('an exit handler that fails makes a run that succeeded a failed one', async () => {
    expect(await badlyCelebrated.ended()).toBe('Failed');
    const pods = ['celebrate Failed 1', 'end Succeeded 0', 'start Succeeded 0', 'sweep Succeeded 0'];
    expect(said(await badlyCelebrated.pods())).toEqual(pods);
    const { tasks } = await badlyCelebrated.record('EndsFlow');
    expect(tasks.map(({ step, state }) => `${step} ${state}`)).toEqual([
      ...['start succeeded', 'end succeeded', 'celebrate failed', 'sweep succeeded'],
    ]);
  });

  /** What the handlers of a run saw whose first pod ended so: nothing but them was started after it, and the run ended as the pod did. */
  const seenOf = async (run: TrialRun, first: RegExp): Promise<unknown> => {
    const phase = await run.ended();
    const pods = said(await run.pods());
    expect(pods).toEqual(['mourn Succeeded 0', expect.stringMatching(first), 'sweep Succeeded 0']);
    expect(pods[1]).toMatch(`start ${phase}`);
    const { mourn = '', sweep = '' } = await handled(run);
    const [, way, seen = ''] = /^mourn (\w+) (.*)\n$/.exec(mourn) ?? [];
    const failure = JSON.parse(seen) as { readonly name: string } | null;
    expect(sweep).toBe(`sweep ${failure?.name}\n`);
    return { way, ...failure };
  };

  const start = { stepName: 'start', taskId: 'main', attempt: 0 };

  test.concurrent('a step that fails ends the run, and exit handlers see its error', async () => {
    const stack = expect.stringContaining('failing.ts:');
    expect(await seenOf(ends.error, /Failed 1$/)).toEqual({
      way: 'error',
      name: 'RangeError',
      message: 'too far',
      stack,
      ...start,
    });
  });

  const lost = { name: 'lost', message: expect.stringContaining('start/main'), ...start };

  test.concurrent('a container that ends without a word ends the run, and handlers see that it was lost', async () => {
    expect(await seenOf(ends.speechless, /Failed 137$/)).toEqual({ way: 'speechless', ...lost });
    expect(await ends.speechless.outcomes('start')).toEqual(['0 no end']);
  });

  test.concurrent('too much memory ends the run, and Argo says OOMKilled', async () => {
    const seen = { name: 'Killed', message: expect.stringContaining('memory ran out'), ...start };
    expect(await seenOf(ends.memory, /Failed 137$/)).toEqual({ way: 'memory', ...(diesWhole ? lost : seen) });
    const pod = (await ends.memory.pods()).find(({ node }) => node === 'start');
    expect(pod?.message).toBe('main: OOMKilled (exit code 137)');
  });

  const told = { way: 'waits', name: 'Killed', message: 'the task was told to stop', ...start };

  test.concurrent('a pod that is deleted ends the run where nobody tries again', async () => {
    await remove(await ends.deleted.begun('start', 'start'));
    // Argo may see the container's end before the pod's.
    expect(await seenOf(ends.deleted, /Failed 143$|Error/)).toEqual(told);
    expect(await ends.deleted.outcomes('start')).toEqual(['0 killed Killed SIGTERM']);
  });

  /** The step of a stopped run ends a little after Argo has given it up. */
  const wasTold = (run: TrialRun): Promise<true> =>
    until(async () => (await run.outcomes('start')).includes('0 killed Killed SIGTERM') || undefined);

  test.concurrent('a run that is stopped tells its pods, and exit handlers run', async () => {
    await ends.stopped.begun('start', 'start');
    await shutdown(ends.stopped, 'Stop');
    expect(await ends.stopped.ended()).toMatch(/^Failed.*'Stop'/);
    await wasTold(ends.stopped);
    // Argo may be done before its handlers are.
    const pods = [/^mourn/, /^start Failed/, /^sweep/].map((line) => expect.stringMatching(line) as unknown);
    expect(said(await ends.stopped.pods())).toEqual(pods);
    for (const handler of ['mourn', 'sweep'])
      await until(async () => (await ends.stopped.outcomes(handler)).includes('0 succeeded') || undefined);
  });

  test.concurrent('a run that is terminated tells its pods, and no exit handler runs', async () => {
    await ends.terminated.begun('start', 'start');
    await shutdown(ends.terminated, 'Terminate');
    expect(await ends.terminated.ended()).toMatch(/^Failed.*'Terminate'/);
    await wasTold(ends.terminated);
    expect(said(await ends.terminated.pods())).toEqual([expect.stringMatching(/^start Failed/)]);
  });
});
