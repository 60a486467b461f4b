import type { DiagnosticSpecs } from '../spec.ts';

export const sourceDiagnostics = {} as const satisfies DiagnosticSpecs;
