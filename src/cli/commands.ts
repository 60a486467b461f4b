import type { Command } from './command.ts';

/** Every command, in the order of `flowc help`. Each is loaded when called for: that is most of the start-up time saved. */
export const commands = {
  compile: {
    summary: 'write the manifests of flows',
    load: async () => (await import('./compile.ts')).compileCommand,
  },
  check: {
    summary: 'say what is wrong with flows, write nothing',
    load: async () => (await import('./check.ts')).checkCommand,
  },
  graph: {
    summary: "show a flow's graph",
    load: async () => (await import('./graph.ts')).graphCommand,
  },
  explain: {
    summary: 'say what a diagnostic means and why it stands',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  help: {
    summary: 'help on flowc or on a command',
    load: async () => (await import('./help.ts')).helpCommand,
  },
} as const satisfies Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>;

export type CommandName = keyof typeof commands;

export const isCommand = (word: string): word is CommandName => Object.hasOwn(commands, word);
