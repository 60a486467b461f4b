import type { Run } from '../../client/run.ts';
import { SIDE_BY_SIDE } from '../../runtime/shim/bounded.ts';
import { ahead } from '../../runtime/store/chunks.ts';
import type { Output } from '../io.ts';
import { grouped } from '../run/words.ts';
import { tableOf, type Cell } from './table.ts';
import { between, moment, stateCell } from './words.ts';

/** A run as `--reporter json` lists it; `tasks` are those that are done. */
export async function runData(run: Run): Promise<object> {
  const { flow, run: id, started, tags, origins, engine } = run.record;
  const [status, ended, tasks] = await Promise.all([run.status(), run.ended(), run.done()]);
  return { flow, run: id, status, started, ...(ended === undefined ? {} : { ended }), tasks, tags, origins, engine };
}

export async function runsTable(runs: readonly Run[], out: Output): Promise<string> {
  const rows = await Array.fromAsync(ahead(runs, SIDE_BY_SIDE, rowOf));
  const columns = [
    { title: 'run', key: true as const },
    { title: 'flow' },
    { title: 'status' },
    { title: 'started' },
    { title: 'took' },
    { title: 'done', right: true as const },
    { title: 'tags' },
  ];
  return tableOf(columns, rows, out);
}

async function rowOf(run: Run): Promise<readonly Cell[]> {
  const { flow, run: id, tags } = run.record;
  const [status, tasks] = await Promise.all([run.status(), run.done()]);
  const { started, ended } = await runTimes(run);
  return [id, flow, stateCell(status), moment(started), between(started, ended), grouped(tasks), tags.join(', ')];
}

/** A run that goes on ends now, for the time that it took so far. */
export async function runTimes(run: Run): Promise<{ readonly started: Date; readonly ended: Date | undefined }> {
  const [ended, status] = await Promise.all([run.ended(), run.status()]);
  return { started: new Date(run.record.started), ended: status === 'running' ? new Date() : ended };
}
