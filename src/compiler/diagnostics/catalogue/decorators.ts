import type { DiagnosticSpecs } from '../spec.ts';

export const decoratorDiagnostics = {} as const satisfies DiagnosticSpecs;
