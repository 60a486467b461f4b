import { taskId, type Task } from '../task.ts';

// Where everything lies in a datastore; docs/datastore.md is this file in prose.

/** A part of a key: the identity on `[A-Za-z0-9_.-]`, all else percent-encoded in UTF-8, and a name of dots alone too, lest it be a way up. */
export function keyPart(text: string): string {
  if (/^\.{1,2}$/.test(text)) return text.replaceAll('.', '%2E');
  return encodeURIComponent(text).replaceAll(
    /[!'()*~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What `keyPart` wrote. */
export const fromKeyPart = (part: string): string => decodeURIComponent(part);

export const blobKey = (sha256: string): string => `blobs/${sha256.slice(0, 2)}/${sha256.slice(2)}`;

export const codeKey = (id: string): string => `code/${id}`;

/** With a `/` at its end, as all that name a folder. */
export const flowPrefix = (flow: string): string => `runs/${keyPart(flow)}/`;

/** A run. */
export interface RunId {
  readonly flow: string;
  readonly run: string;
}

export const runPrefix = ({ flow, run }: RunId): string => `${flowPrefix(flow)}${keyPart(run)}/`;

export const runKey = (run: RunId): string => `${runPrefix(run)}run.json`;

export const runEndKey = (run: RunId): string => `${runPrefix(run)}end.json`;

export const stepPrefix = (run: RunId, step: string): string => `${runPrefix(run)}tasks/${step}/`;

export const taskPrefix = (run: RunId, task: Task): string => `${stepPrefix(run, task.step)}${taskId(task)}/`;

export const resultKey = (run: RunId, task: Task): string => `${taskPrefix(run, task)}result.json`;

/** The exit of a loop: its header and the frames around it. */
export const exitKey = (run: RunId, header: string, frames: string): string =>
  `${runPrefix(run)}exits/${header}/${taskId({ frames })}.json`;

export type AttemptFile = 'start.json' | 'end.json' | 'log';

export const attemptsPrefix = (run: RunId, task: Task): string => `${taskPrefix(run, task)}attempts/`;

/** `attempt`: the engine's number and a random suffix, `0-k3f9x2`. */
export const attemptKey = (run: RunId, task: Task, attempt: string, file: AttemptFile): string =>
  `${attemptsPrefix(run, task)}${attempt}/${file}`;
