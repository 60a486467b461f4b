import { reporterOption } from '../report.ts';
import type { Options } from '../command.ts';
import { datastoreOptions } from '../datastore.ts';

/** What `run` and `resume` both take. */
export const runOptions: Options = {
  params: { type: 'string', value: 'FILE', help: 'parameters as one JSON object, by field; flags hold over it' },
  tag: { type: 'string', value: 'TAG', many: true, help: 'a tag of the run; may be given more than once' },
  'max-workers': { type: 'string', value: 'N', help: 'the most tasks at a time (default: as many as there are cores)' },
  only: {
    type: 'string',
    value: 'STEP…',
    many: 'words',
    help: 'run these steps and all that leads to them, and no other',
  },
  'run-id': {
    type: 'string',
    value: 'ID',
    help: 'the id of the new run, which no other has (default: time and chance)',
  },
  reuse: {
    type: 'boolean',
    help: 'run more than one task in a process: faster for many trivial tasks, which then share what modules remember',
  },
  'no-delay': { type: 'boolean', help: 'try again at once, whatever `@retry` says of waiting' },
  ...datastoreOptions,
  reporter: { ...reporterOption, help: 'for people, or one JSON object a line on stdout' },
  help: { type: 'boolean', short: 'h', help: 'this help, and the parameters of the flow' },
};
