import { mapped, options, text } from '../schema/check.ts';
import { stepDecorator } from './decorator.ts';

// Whether its artifact exists and its step may have it is asked later, when fields and transitions are known: ../rules/catch-error.ts.

export const catchError = stepDecorator({
  name: 'catchError',
  setting: 'catchError',
  bare: 'error',
  check: mapped(options({ artifact: text }), ({ artifact = 'error' }) => artifact),
});
