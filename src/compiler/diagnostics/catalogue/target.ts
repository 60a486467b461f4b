import type { DiagnosticSpecs } from '../spec.ts';

export const targetDiagnostics = {
  'target-cannot': {
    code: 'FLOWC5001',
    severity: 'error',
    message: (target: string, feature: string, reason: string) => `${target} cannot take ${feature}: ${reason}`,
    help: 'Leave it out for this target, or compile the flow for another.',
    why: 'Every target says for each feature of a flow whether its engine can do it. What an engine cannot do is told before anything is written, all of it at once, rather than left to a run.',
  },
} as const satisfies DiagnosticSpecs;
