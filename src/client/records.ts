import { readJson } from '../runtime/shim/results.ts';
import { attemptKey, resultKey, type RunId } from '../runtime/store/layout.ts';
import type { AttemptEnd, AttemptStart, ResultRecord } from '../runtime/store/records.ts';
import type { Store } from '../runtime/store/store.ts';
import type { Task } from '../runtime/task.ts';

// The records of a task, each at the key that layout.ts gives it; undefined where it is not there.

type Attempt = { readonly name: string };

export const readStart = (store: Store, run: RunId, task: Task, { name }: Attempt): Promise<AttemptStart | undefined> =>
  readJson(store, attemptKey(run, task, name, 'start.json'));

export const readEnd = (store: Store, run: RunId, task: Task, { name }: Attempt): Promise<AttemptEnd | undefined> =>
  readJson(store, attemptKey(run, task, name, 'end.json'));

export const readResult = (store: Store, run: RunId, task: Task): Promise<ResultRecord | undefined> =>
  readJson(store, resultKey(run, task));
