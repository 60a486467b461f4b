import type { ClassRule } from './rule.ts';

/** The project's decorators are the standard ones. */
export const experimentalDecorators: ClassRule = ({ chain, modules, sink }) => {
  for (const { module } of chain.links) {
    const setting = modules.configOf(module).experimentalDecorators;
    if (setting?.on) sink.report('experimental-decorators', setting.span, []);
  }
};
