import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flowc, projectWith, type Ran } from '../../unit/cli/run.ts';
import { haveAirflow } from './installation.ts';
import { startAirflow, type LiveAirflow } from './live.ts';

// flowc's commands against a real Airflow: what its answers mean, no server of ours can prove. The DAGs are written by hand, so that this holds whatever is
// compiled, and the flow says the parameters of one of them.

const DAGS = `from datetime import datetime
from airflow.sdk import DAG, Param
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator

common = {"start_date": datetime(2026, 1, 1), "schedule": None, "catchup": False}

with DAG("train-flow", params={"learningRate": Param(0.1, type=["number", "null"])}, **common):
    start = BashOperator(task_id="start", bash_command="echo rate {{ params.learningRate }}")
    train = BashOperator.partial(task_id="train").expand(bash_command=["echo zero", "echo one", "echo two"])
    start >> train

with DAG("fail-flow", **common):
    BashOperator(task_id="start", bash_command="echo before; exit 3") >> EmptyOperator(task_id="end")

with DAG("slow-flow", **common):
    BashOperator(task_id="start", bash_command="echo begun; sleep 600") >> EmptyOperator(task_id="end")

with DAG("paused-flow", is_paused_upon_creation=True, **common):
    for index in range(130):
        EmptyOperator(task_id=f"step_{index}")
`;

const FLOW = `import { FlowSpec, step, parameter } from 'flowc';

export class TrainFlow extends FlowSpec {
  learningRate = parameter.number({ default: 0.1 });

  @step
  start() {
    this.next(this.end);
  }

  @step
  end() {}
}
`;

describe.runIf(haveAirflow)('flowc and a real Airflow', { timeout: 900_000 }, () => {
  let airflow: LiveAirflow;

  beforeAll(async () => {
    airflow = await startAirflow();
    writeFileSync(join(airflow.dags, 'flows.py'), DAGS);
    writeFileSync(
      join(airflow.dags, 'broken-flow.py'),
      'from airflow.sdk import DAG\n\nraise ValueError("not today")\n',
    );
    await until(async () => {
      const { dags } = await airflow.request<{ readonly dags: readonly object[] }>('GET', '/dags');
      const { total_entries: errors } = await airflow.request<{ total_entries: number }>('GET', '/importErrors');
      return dags.length === 4 && errors === 1;
    });
  }, 600_000);

  afterAll(() => airflow?.stop());

  const ask = (argv: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ran> => {
    const { url, username, password } = airflow;
    const who = { FLOWC_AIRFLOW_USERNAME: username, FLOWC_AIRFLOW_PASSWORD: password };
    return flowc(projectWith({ 'train.ts': FLOW }), argv, {
      env: { FLOWC_TARGET: 'airflow', FLOWC_AIRFLOW_URL: url, ...who, ...more },
    });
  };

  const stateOf = async (run: string): Promise<unknown> =>
    JSON.parse((await ask(['status', run, '--reporter', 'json'])).out).run.state;

  test('trigger begins a run with parameters, status counts its tasks, and logs shows what they printed', async () => {
    const begun = await ask(['trigger', 'train.ts', '--learning-rate', '0.25', '--wait']);
    expect(begun).toMatchObject({ code: 0, err: expect.stringContaining('train-flow/') });
    const run = begun.out.trim();
    const { code, out } = await ask(['status', run, '--reporter', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).run).toMatchObject({
      workflow: 'train-flow',
      run,
      state: 'succeeded',
      steps: [
        { step: 'start', tasks: 1, states: { succeeded: 1 } },
        { step: 'train', tasks: 3, states: { succeeded: 3 } },
      ],
      failed: [],
    });
    const logs = (pathspec: string): Promise<Ran> => ask(['logs', pathspec, '--target', 'airflow']);
    expect((await logs('TrainFlow/latest/start')).out).toContain('INFO - rate 0.25\n');
    expect((await logs(`${run}/train/2`)).out).toContain('INFO - two\n');
    expect((await logs(`train-flow/${run}/train`)).out).toMatch(/^train\/1 │ .*INFO - one$/m);
    expect(await logs(`${run}/train/3`)).toMatchObject({ code: 1, err: expect.stringContaining('has no task `3`') });
  });

  test('a parameter that only Airflow knows to be wrong is told', async () => {
    const { code, err } = await ask(['trigger', 'train-flow', '--params', 'package.json']);
    expect([code, err]).toEqual([0, expect.any(String)]);
    const root = projectWith({ 'p.json': '{ "learningRate": "much" }' });
    const env = { FLOWC_TARGET: 'airflow', FLOWC_AIRFLOW_URL: airflow.url, FLOWC_AIRFLOW_TOKEN: await token() };
    const wrong = await flowc(root, ['trigger', 'train-flow', '--params', 'p.json'], { env });
    expect(wrong).toMatchObject({
      code: 2,
      err: expect.stringContaining("learningRate: 'much' is not of type 'number'"),
    });
  });

  const token = async (): Promise<string> => {
    const { url, username, password } = airflow;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ username, password });
    const answer = await fetch(`${url}/auth/token`, { method: 'POST', headers, body });
    return ((await answer.json()) as { readonly access_token: string }).access_token;
  };

  test('a run that fails is exit code 1, and says where to look', async () => {
    const { code, out, err } = await ask(['trigger', 'fail-flow', '--wait']);
    expect(code).toBe(1);
    expect(err).toMatch(/end +1 +upstream_failed/);
    expect(err).toContain(`flowc logs fail-flow/${out.trim()}/start/main --target airflow`);
    const logs = await ask(['logs', 'fail-flow/latest/start', '--target', 'airflow']);
    expect(logs.out).toContain('INFO - before\n');
    expect(logs.out).toContain('non-zero exit code 3');
    const end = await ask(['logs', 'fail-flow/latest/end', '--target', 'airflow']);
    expect(end).toMatchObject({ code: 1, err: expect.stringContaining('has started: it is upstream_failed') });
  });

  test('stop ends a run with the task that it is at, once', async () => {
    const run = `slow-flow/${(await ask(['trigger', 'slow-flow'])).out.trim()}`;
    await until(async () => {
      const { code, out } = await ask(['logs', `${run}/start`, '--target', 'airflow']);
      return code === 0 && out.includes('begun');
    });
    expect(await stateOf(run)).toBe('running');
    expect(await ask(['stop', run])).toMatchObject({ code: 0, err: expect.stringContaining('is stopped') });
    expect(await stateOf(run)).toBe('failed');
    const { code, out } = await ask(['status', run]);
    expect(code).toBe(1);
    expect(out).toMatch(/start +1 +failed/);
    // Lest a teardown have Airflow look again, find it skipped, and call the run a success.
    expect(out).toMatch(/end +1 +failed/);
    expect(await ask(['stop', run])).toMatchObject({ code: 0, err: expect.stringContaining('was over already') });
  });

  test('what is not there, and what cannot be imported, is told', async () => {
    expect(await ask(['trigger', 'trian-flow'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Airflow has no DAG `trian-flow`; did you mean `train-flow`?'),
    });
    expect(await ask(['trigger', 'broken-flow'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be imported: ValueError: not today'),
    });
    expect(await ask(['status', 'train-flow/never'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('`train-flow` has no run `never`'),
    });
  });

  test('who is not known is told so', async () => {
    const { code, err } = await ask(['status', 'latest'], { FLOWC_AIRFLOW_PASSWORD: 'wrong' });
    expect([code, err]).toEqual([2, expect.stringContaining('gives `flowc` no token: Invalid credentials')]);
    const none = { FLOWC_AIRFLOW_USERNAME: '', FLOWC_AIRFLOW_TOKEN: 'wrong' };
    expect((await ask(['status', 'latest'], none)).err).toContain('does not take the token: Invalid JWT token');
    // A name and a password make good for it.
    expect((await ask(['status', 'paused-flow/latest'], { FLOWC_AIRFLOW_TOKEN: 'wrong' })).err).not.toContain('token');
  });

  test('a paused DAG is left alone or unpaused, and ids and pages are whole', async () => {
    expect(await ask(['trigger', 'paused-flow'])).toMatchObject({ code: 2, err: expect.stringContaining('--unpause') });
    const id = 'manual__2026-11-21T03:15:02.5+00:00~x';
    await airflow.request('POST', '/dags/paused-flow/dagRuns', { dag_run_id: id, logical_date: null });
    const { code, out } = await ask(['status', `PausedFlow/${id}`, '--reporter', 'json']);
    expect(code).toBe(0);
    const { run } = JSON.parse(out);
    expect([run.run, run.state, run.steps.length]).toEqual([id, 'queued', 130]);
    expect(run.notes).toEqual([expect.stringContaining('is paused in Airflow')]);
    expect((await ask(['trigger', 'paused-flow', '--unpause', '--wait'])).code).toBe(0);
    expect((await ask(['status', id, '--wait'])).code).toBe(0);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(500);
}
