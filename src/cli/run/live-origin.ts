import { nameOf } from '../../client/pathspec.ts';
import type { Run } from '../../client/run.ts';
import { engineState } from '../../client/status.ts';
import { dagRunOf, executionOf, workflowOf } from '../../client/workflow.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Io } from '../io.ts';
import { painter } from '../paint.ts';
import { shellWord } from '../shell-word.ts';

// Whether a run may be resumed as far as it may still go on: then tasks would run here and there. Of flowc's own engine on this machine that is known; of any
// other there are only records, which a pod that was killed leaves without an end. So there the user has the last word.

/** @throws CannotRun where the run goes on. Where nobody knows, a warning goes to stderr. */
export async function refuseLive(run: Run, force: boolean, { err }: Io): Promise<void> {
  const status = await run.status();
  if (status !== 'running' && status !== 'unknown') return;
  const twice = 'what it finishes meanwhile would run twice';
  if (engineState(run.record.engine) !== 'elsewhere')
    throw new CannotRun(`\`${nameOf(run)}\` is still running`, `Wait for its end, or stop it by Ctrl-C: ${twice}.`);
  const { ask, stop } = commandsOf(run);
  if (status === 'running' && !force)
    throw new CannotRun(
      `\`${nameOf(run)}\` is still running ${whereOf(run)}, as far as its records say`,
      `Wait for its end, or stop it${stop}: ${twice}. Where it is over there${ask}, and a task was killed without a word, say \`--force\`.`,
    );
  const paint = painter(err);
  err.write(
    `${paint('warning', 'warning')}: nothing says that \`${nameOf(run)}\` is over ${whereOf(run)}: if it goes on${ask}, ${twice}\n`,
  );
}

function whereOf({ record: { engine } }: Run): string {
  const [kind = '', host = ''] = engine.split('/');
  if (kind === 'local') return `on \`${host}\``;
  return `in ${ENGINES[kind] ?? `\`${kind}\``}`;
}

/** As they call themselves. */
const ENGINES: Readonly<Record<string, string>> = {
  argo: 'Argo',
  airflow: 'Airflow',
  'step-functions': 'Step Functions',
};

/** Where the engine has a command for it, or flowc one that asks it. */
function commandsOf({ record }: Run): { readonly ask: string; readonly stop: string } {
  const workflow = workflowOf(record);
  if (workflow !== undefined) return { ask: ` (\`argo get ${workflow}\`)`, stop: ` (\`argo stop ${workflow}\`)` };
  const dagRun = dagRunOf(record);
  const there = dagRun ?? executionOf(record);
  if (there === undefined) return { ask: '', stop: '' };
  const name = `${shellWord(there)} --target ${dagRun === undefined ? 'step-functions' : 'airflow'}`;
  return { ask: ` (\`flowc status ${name}\`)`, stop: ` (\`flowc stop ${name}\`)` };
}
