import type { StateMachine, States } from './asl.ts';
import { FAILED, RUN, SUCCEEDED, type StateNames } from './names.ts';
import { exitTask, type TaskContext } from './tasks.ts';

// Exit handlers. The flow is the one branch of a Parallel state, which catches whatever ends it without success; after it come the handlers, one after
// another, each whatever came of the one before, and then the end that the flow had.

/** Where what the flow failed with is kept. */
const FAILURE = '$.failure';

/** One of its own: no other may begin with `States.`, as what was caught may: https://states-language.net/spec.html#errors */
const ERROR = 'Flow.Failed';

/** @param flow - The flow itself, which is given the state machine's context. */
export function withExitHandlers(context: TaskContext, names: StateNames, flow: StateMachine): StateMachine {
  const { exitHandlers } = context.graph;
  if (exitHandlers.length === 0) return flow;
  const succeeded = handlers(context, names, 'succeeded');
  const failed = handlers(context, names, 'failed');
  return {
    StartAt: RUN,
    States: {
      [RUN]: {
        Type: 'Parallel',
        Branches: [flow],
        ResultPath: null,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: FAILURE, Next: failed.StartAt }],
        Next: succeeded.StartAt,
      },
      ...succeeded.States,
      [SUCCEEDED]: { Type: 'Succeed' },
      ...failed.States,
      [FAILED]: { Type: 'Fail', Error: ERROR, CausePath: `${FAILURE}.Cause` },
    },
  };
}

/** Those for a run that ended so. */
function handlers(context: TaskContext, names: StateNames, ended: 'succeeded' | 'failed'): StateMachine {
  const own = ended === 'succeeded' ? 'success' : 'failure';
  const meant = context.graph.exitHandlers.filter(({ when }) => when === 'always' || when === own);
  const all = [...meant.map(({ name }) => names.beside(name, ended)), ended === 'succeeded' ? SUCCEEDED : FAILED];
  const states: States = {};
  for (const [at, handler] of meant.entries()) {
    const [name = '', next = ''] = all.slice(at);
    states[name] = {
      ...exitTask(context, handler, ended === 'succeeded' ? 'Succeeded' : 'Failed'),
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: next }],
      Next: next,
    };
  }
  return { StartAt: all[0] ?? '', States: states };
}
