import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTROL_OBJECT, FRAMES_OBJECT, type ControlOutput } from '../protocol.ts';
import { openStore } from '../store/open.ts';
import type { Control } from '../task.ts';

// How the shim hands out its control, once the task has its result: in files, where the engine reads the container's, or in objects on S3, where it reads those.

/** @param place - A folder, or `s3://bucket/prefix`. @throws StoreError */
export async function writeControl(place: string, control: Control, env: NodeJS.ProcessEnv): Promise<void> {
  await (/^s3:/i.test(place) ? putControl(place, control, env) : writeFiles(place, control));
}

/** One file for each, as engines read them: without a newline at the end, and empty where it means nothing. Then all of it as one object. */
async function writeFiles(folder: string, control: Control): Promise<void> {
  const { next = '', count, inside = '', again = '' } = control;
  const outputs: Readonly<Record<ControlOutput, string>> = { next, count: String(count ?? ''), inside, again };
  const files = Object.entries({ ...outputs, [CONTROL_OBJECT]: JSON.stringify(control) });
  await mkdir(folder, { recursive: true });
  await Promise.all(files.map(([name, text]) => writeFile(join(folder, name), text)));
}

/** Whoever puts it again, after a crash or beside another attempt, puts the same: there is one result. */
async function putControl(root: string, control: Control, env: NodeJS.ProcessEnv): Promise<void> {
  const { count, inside = '' } = control;
  const store = await openStore(root, env);
  const put = (name: string, value: object): Promise<void> => store.put(name, Buffer.from(JSON.stringify(value)));
  try {
    if (count !== undefined)
      await put(
        FRAMES_OBJECT,
        Array.from({ length: count }, (_, index) => `${inside}${index}`),
      );
    await put(CONTROL_OBJECT, control);
  } finally {
    await store.close();
  }
}
