import type { FlowMap } from '../package/flow-map.ts';
import { errorMessage, errorName, sourceStack } from '../package/source-stack.ts';
import type { ErrorRecord } from '../store/records.ts';

/** Whatever was thrown, as plain data that names the flow's own files and lines. */
export function errorRecord(thrown: unknown, map: FlowMap): ErrorRecord {
  try {
    return { name: errorName(thrown), message: errorMessage(thrown), stack: sourceStack(thrown, map) };
  } catch (error) {
    // By a getter, or a Proxy.
    return { name: 'Error', message: `what was thrown throws itself when it is looked at: ${errorMessage(error)}` };
  }
}
