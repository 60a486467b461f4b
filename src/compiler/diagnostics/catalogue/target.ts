import type { DiagnosticSpecs } from '../spec.ts';

export const targetDiagnostics = {} as const satisfies DiagnosticSpecs;
