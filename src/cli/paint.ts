import type { Role } from '../compiler/diagnostics/render.ts';
import type { Output } from './io.ts';

// Only the sixteen colours that every terminal theme defines, by what they mean.

const SGR: Readonly<Record<Role | 'heading' | 'added' | 'removed', string>> = {
  error: '1;31',
  warning: '1;33',
  message: '1',
  frame: '34',
  underline: '31',
  help: '1;36',
  related: '36',
  heading: '1',
  added: '32',
  removed: '31',
};

/** Paints a part of a text, or leaves it as it is. */
export type Painter = (role: keyof typeof SGR, text: string) => string;

/** The painter for `output`. */
export function painter(output: Output): Painter {
  return output.colour ? (role, text) => `\x1b[${SGR[role]}m${text}\x1b[0m` : (_, text) => text;
}
