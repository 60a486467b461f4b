import { expect, it } from 'vitest';
import { didYouMean } from '../../../../src/compiler/diagnostics/did-you-mean.ts';

it.each([
  ['fti', 'fit'],
  ['traain', 'train'],
  ['tran', 'train'],
  ['Train', 'train'],
  ['pablish', 'publish'],
  ['publsih', 'publish'],
])('%s is close to %s', (name, meant) => {
  expect(didYouMean(name, ['start', 'fit', 'train', 'publish'])).toBe(`; did you mean \`${meant}\`?`);
});

it.each(['gather', 'x', ''])('`%s` is close to none', (name) => {
  expect(didYouMean(name, ['start', 'fit', 'train', 'publish'])).toBe('');
});
