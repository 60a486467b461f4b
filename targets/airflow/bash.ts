import { CONTROL_OBJECT, environment, SHIM } from '../../src/runtime/protocol.ts';
import { ENVIRONMENT, environmentOf, FRAMES, shimArguments, type Kwargs, type ShimTask } from './shim-task.ts';
import { Call, Name } from './python.ts';
import { inertInBash } from './texts.ts';

// A task as a process of the worker's own, by BashOperator: for one machine, and for tests. Its working folder is a new one, which is gone after it; there goes
// the control. An exit code of 99 is taken for skipped: that is the operator's default.

export const sharedByBash = (): Kwargs => ({ env: new Name(ENVIRONMENT), append_env: true });

/** What every task's environment has beside. */
export const bashEnvironment: Kwargs = { [environment.control]: '.' };

export function bashTask(task: ShimTask): Call {
  const { id, opens, common } = task;
  const words = [SHIM, ...shimArguments(task, `$${FRAMES.variable}`).map((word) => shellWord(task, word))];
  // The last line that is written is what XCom holds.
  const command = opens ? `${words.join(' ')} && cat ${CONTROL_OBJECT}` : words.join(' ');
  const env = environmentOf(task, {}, inertInBash);
  return new Call('BashOperator', [], {
    task_id: id,
    bash_command: inertInBash(command),
    ...(env === undefined ? {} : { env }),
    ...(opens ? { do_xcom_push: true, output_processor: new Name('json.loads') } : {}),
    ...common,
  });
}

/** A step's name may hold `$`; frames are a variable and what loops add. */
function shellWord({ step, mapped }: ShimTask, word: string): string {
  if (/^[\w.-]+$/.test(word)) return word;
  return mapped && word !== step ? `"${word}"` : `'${word}'`;
}
