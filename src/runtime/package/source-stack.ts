import { inspect, types } from 'node:util';
import type { FlowMap } from './flow-map.ts';

// The stack of an error as the flow's author knows it: files and lines of the project, nothing of flowc, of Node or of the machine. V8 writes stacks as text, one
// `at …` a line: https://v8.dev/docs/stack-trace-api

/** Of causes and aggregated errors together; more than these nobody reads, and they may go round in circles. */
const MOST_ERRORS = 20;

/**
 * The text of a thrown value: its name and message, its frames, and below them those of its causes and of the errors that it gathers.
 * The frames that stay are those of the project (`flows/train.ts:24:11`), of externals (`node_modules/sharp/lib/index.js:3:1`), and
 * of JavaScript itself between them.
 */
export function sourceStack(thrown: unknown, map: FlowMap): string {
  const lines: string[] = [];
  const seen = new Set<unknown>();
  const pending = [{ label: '', thrown }];
  for (let next = pending.pop(); next !== undefined && seen.size < MOST_ERRORS; next = pending.pop()) {
    if (seen.has(next.thrown)) continue;
    seen.add(next.thrown);
    lines.push(`${next.label}${titleOf(next.thrown)}`, ...framesOf(next.thrown, map));
    pending.push(...errorsIn(next.thrown).toReversed());
  }
  return lines.join('\n');
}

/** `RangeError`; of an error whose class has a name of its own and whose `name` is still `Error`, the class's. Of anything else `Error`. */
export function errorName(thrown: unknown): string {
  if (!isError(thrown)) return 'Error';
  const { name, constructor } = thrown;
  return textOf(name === 'Error' ? constructor.name : name) || 'Error';
}

/** An error's message; anything else thrown, as it is. */
export const errorMessage = (thrown: unknown): string =>
  isError(thrown) ? textOf(thrown.message) : `not an Error but ${inspect(thrown, { depth: 1 })} was thrown`;

/** Some libraries put an object into an error's message. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : inspect(value, { depth: 1 }));

function titleOf(thrown: unknown): string {
  const message = errorMessage(thrown);
  return message === '' ? errorName(thrown) : `${errorName(thrown)}: ${message}`;
}

function errorsIn(thrown: unknown): { readonly label: string; readonly thrown: unknown }[] {
  if (!isError(thrown)) return [];
  const gathered: readonly unknown[] = thrown instanceof AggregateError ? thrown.errors : [];
  return [
    ...(thrown.cause === undefined ? [] : [{ label: 'Caused by: ', thrown: thrown.cause }]),
    ...gathered.map((one, index) => ({ label: `${index + 1} of ${gathered.length}: `, thrown: one })),
  ];
}

function framesOf(thrown: unknown, map: FlowMap): readonly string[] {
  if (!isError(thrown) || typeof thrown.stack !== 'string') return [];
  const { stack } = thrown;
  const message = errorMessage(thrown);
  // A message may have lines that look like frames. One that was changed after the throw is not in the stack.
  const start = stack.indexOf(message);
  const lines = stack.slice(start === -1 ? 0 : start + message.length).split('\n');
  const frames = lines.flatMap((line) => (/^\s+at /.test(line) ? (frameOf(line.trim().slice(3), map) ?? []) : []));
  // Below the last frame of the flow there is only who called it.
  const last = frames.findLastIndex(({ of }) => of === 'flow');
  const shown = last === -1 ? frames.filter(({ of }) => of === 'package') : frames.slice(0, last + 1);
  const texts = shown.map(({ text }) => text);
  return (texts.length > 0 ? texts : placeOfSyntaxError(stack, map)).map((text) => `    at ${text}`);
}

interface Frame {
  readonly text: string;
  readonly of: 'flow' | 'package' | 'javascript';
}

/** A frame without its `at`, mapped; undefined where it is flowc's, Node's or the machine's. */
function frameOf(frame: string, map: FlowMap): Frame | undefined {
  if (/<anonymous>(:\d+:\d+)?\)?$/.test(frame))
    return { text: frame.replace(/\(eval at .*/, '(<anonymous>)'), of: 'javascript' };
  const [, call, path = '', line, column] = /^(?:(.*) \()?(.*?):(\d+):(\d+)\)?$/.exec(frame) ?? [];
  const isFlow = path.endsWith(map.codePath);
  const place = isFlow ? sourceOf(map, Number(line), Number(column)) : installed(path, line, column);
  if (place === undefined) return undefined;
  const text = call === undefined ? `${frame.startsWith('async ') ? 'async ' : ''}${place}` : `${call} (${place})`;
  return { text, of: isFlow ? 'flow' : 'package' };
}

function sourceOf(map: FlowMap, line: number, column: number): string | undefined {
  const source = map.locate(line, column);
  return source === undefined || source.file.startsWith('flowc:')
    ? undefined
    : `${source.file}:${source.line}:${source.column}`;
}

/** A file of an installed package that is not flowc itself. */
function installed(path: string, line: string | undefined, column: string | undefined): string | undefined {
  const [, file] = /[/\\](node_modules[/\\](?!flowc[/\\]).*)$/.exec(path) ?? [];
  return file === undefined ? undefined : `${file.replaceAll('\\', '/')}:${line}:${column}`;
}

/** Where the code could not be linked, Node puts file, line, the code and a caret above the stack. */
function placeOfSyntaxError(stack: string, map: FlowMap): readonly string[] {
  const [first = '', , caret = ''] = stack.split('\n');
  const [, path = '', line] = /^(.*):(\d+)$/.exec(first) ?? [];
  const place = path.endsWith(map.codePath) ? sourceOf(map, Number(line), caret.indexOf('^') + 1) : undefined;
  return place === undefined ? [] : [place];
}

const isError = (thrown: unknown): thrown is Error => types.isNativeError(thrown) || thrown instanceof Error;
