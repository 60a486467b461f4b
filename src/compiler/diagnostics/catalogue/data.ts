import type { DiagnosticSpecs } from '../spec.ts';

export const dataDiagnostics = {} as const satisfies DiagnosticSpecs;
