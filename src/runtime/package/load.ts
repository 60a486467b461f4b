import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TaskContext } from '../../api/task-context.ts';
import type { Plan } from '../plan.ts';
import { FlowMap } from './flow-map.ts';
import { files } from './unpack.ts';

// An unpacked package becomes a class. This is in the way of every task's start, so there is nothing here that a flow without externals pays for:
// the first ES module of a process costs 5 ms, required or imported; Node's own source maps would cost 7 ms more, ours cost nothing
// before an error. (Node's compile cache, where whoever starts the process asks for it, makes of 35 ms for 300 KB of code 20.)

export interface LoadedFlow {
  readonly plan: Plan;
  readonly Flow: new () => object;
  /** Sets the task of the package's own copy of flowc's API. */
  readonly setTask: (task: TaskContext | undefined) => void;
  /** For `sourceStack`. */
  readonly map: FlowMap;
}

/**
 * Runs the flow's modules and answers with its class. Loads a package once a process, as Node does.
 *
 * @param folder - What `unpack` answered.
 * @throws What the flow's modules throw; `sourceStack` with a `FlowMap` of the folder says where.
 */
export async function loadFlow(folder: string): Promise<LoadedFlow> {
  const [plan, external] = await Promise.all([
    readPlan(folder),
    readJson<readonly string[]>(join(folder, files.external)),
  ]);
  if (external.length > 0) alsoFrom(process.cwd(), external);
  const { Flow, setTask } = (await import(pathToFileURL(join(folder, files.code)).href)) as Exports;
  return { plan, Flow, setTask, map: new FlowMap(folder) };
}

/** The plan of what `unpack` answered, without running any of the flow's code. */
export const readPlan = (folder: string): Promise<Plan> => readJson(join(folder, files.plan));

type Exports = Pick<LoadedFlow, 'Flow' | 'setTask'>;

async function readJson<Type>(path: string): Promise<Type> {
  return JSON.parse(await readFile(path, 'utf8')) as Type;
}

/**
 * Externals that are not found from where the code lies, as in a pod's cache, are looked for from another folder, and from beside the runtime, where
 * `flowc image` installs them.
 */
function alsoFrom(folder: string, external: readonly string[]): void {
  const parents = [folder, import.meta.dirname].map((place) => pathToFileURL(`${place}${sep}`).href);
  const isExternal = (specifier: string): boolean =>
    external.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL: code } = context;
      if (code?.endsWith(`/${files.code}`) !== true || !isExternal(specifier)) return next(specifier, context);
      let cause: unknown;
      for (const parentURL of [code, ...parents]) {
        try {
          return next(specifier, { ...context, parentURL });
        } catch (error) {
          cause = error;
        }
      }
      throw new Error(
        `the flow imports \`${specifier}\`, which its configuration calls external, and it is not installed where the task runs. ` +
          `Install it in the image, as \`flowc image\` does, or in \`${folder}\` or a folder above.`,
        { cause },
      );
    },
  });
}
