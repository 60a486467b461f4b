import type { ExitHandler } from '../../src/compiler/ir/model.ts';
import type { Template } from './manifest.ts';
import { ON_EXIT, type TemplateNames } from './names.ts';

const conditions: Readonly<Record<ExitHandler['when'], string | undefined>> = {
  always: undefined,
  success: "'{{workflow.status}}' == 'Succeeded'",
  failure: "'{{workflow.status}}' != 'Succeeded'",
};

/**
 * What the workflow's `onExit` names: a handler's own template where there is one that always runs, else a DAG of all handlers side by side,
 * each where it is meant. Undefined without handlers.
 */
export function exitTemplate(
  handlers: readonly ExitHandler[],
  names: TemplateNames,
): { readonly name: string; readonly templates: readonly Template[] } | undefined {
  const [only, ...more] = handlers;
  if (only === undefined) return undefined;
  if (more.length === 0 && only.when === 'always') return { name: names.exitHandler(only.name), templates: [] };
  const tasks = handlers.map((handler) => {
    const when = conditions[handler.when];
    const name = names.exitHandler(handler.name);
    return { name, ...(when === undefined ? {} : { when }), template: name };
  });
  return { name: ON_EXIT, templates: [{ name: ON_EXIT, dag: { tasks } }] };
}
