import { onTestFinished } from 'vitest';
import { LocalFlow } from '../../unit/runtime/local/local-flow.ts';

/**
 * A flow with these members, for one test. Its steps note what they do by `note`, a line each in the project's file `notes`.
 *
 * @param before - What stands in the module in front of the class.
 */
export function flowOf(members: string, before = ''): LocalFlow {
  const flow = new LocalFlow(textOf(members, before));
  onTestFinished(() => flow.remove());
  return flow;
}

const textOf = (members: string, before = ''): string => `
import { appendFileSync } from 'node:fs';
import { catchError, current, file, FlowSpec, project, retry, step, tags, timeout, parameter, type CaughtError, type FileArtifact, type Inputs } from 'flowc';

const note = (text: unknown): void => appendFileSync('notes', text + '\\n');

${before}
export class Flow extends FlowSpec {
${members}
}
`;
