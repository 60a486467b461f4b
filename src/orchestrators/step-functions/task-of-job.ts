import { flags, SHIM } from '../../runtime/protocol.ts';
import { taskId } from '../../runtime/task.ts';
import { objectIn } from './jobs.ts';

export interface NamedTask {
  readonly step: string;
  readonly id: string;
}

/**
 * Which task a job runs, by its command. The state is called like the step where that is a name for a state; a job that does not run the shim is called like
 * the state alone.
 *
 * @param parameters - Of `batch:submitJob`, as JSON.
 */
export function taskIn(parameters: string | undefined, state: string): NamedTask {
  const [shim, step, ...args] = commandOf(parameters);
  if (shim !== SHIM || step === undefined) return { step: state, id: taskId({ frames: '' }) };
  const at = args.indexOf(flags.frames);
  return { step, id: taskId({ frames: at === -1 ? '' : (args[at + 1] ?? '') }) };
}

function commandOf(parameters: string | undefined): readonly string[] {
  const overrides = objectIn(parameters)?.['ContainerOverrides'];
  const command = typeof overrides === 'object' && overrides !== null && 'Command' in overrides && overrides.Command;
  return Array.isArray(command) ? command.map(String) : [];
}
