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
  push: {
    summary: 'put the code of flows into the datastore',
    load: async () => (await import('./push.ts')).pushCommand,
  },
  image: {
    summary: 'write a Dockerfile for the image in which tasks run',
    load: async () => (await import('./image.ts')).imageCommand,
  },
  run: {
    summary: 'run a flow on this machine',
    load: async () => (await import('./run.ts')).runCommand,
  },
  resume: {
    summary: 'go on with a run that failed, or run a part anew',
    load: async () => (await import('./resume.ts')).resumeCommand,
  },
  trigger: {
    summary: 'begin a run in the orchestrator',
    load: async () => (await import('./trigger.ts')).triggerCommand,
  },
  status: {
    summary: 'say how far a run in the orchestrator is',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  stop: {
    summary: 'end a run in the orchestrator',
    load: async () => (await import('./stop.ts')).stopCommand,
  },
  runs: {
    summary: 'list runs',
    load: async () => (await import('./runs.ts')).runsCommand,
  },
  show: {
    summary: 'show a run, a step, a task or an artifact',
    load: async () => (await import('./show.ts')).showCommand,
  },
  logs: {
    summary: 'show what tasks wrote to stdout and stderr',
    load: async () => (await import('./logs.ts')).logsCommand,
  },
  get: {
    summary: "show an artifact's value, or write it to a file",
    load: async () => (await import('./get.ts')).getCommand,
  },
  gc: {
    summary: 'say what no run in the datastore holds, and delete it',
    load: async () => (await import('./gc.ts')).gcCommand,
  },
  'dry-run': {
    summary: 'walk a whole run without running a step',
    load: async () => (await import('./dry-run.ts')).dryRunCommand,
  },
  graph: {
    summary: "show a flow's graph",
    load: async () => (await import('./graph.ts')).graphCommand,
  },
  explain: {
    summary: 'say what a diagnostic means, or a name in an orchestrator',
    load: async () => (await import('./explain.ts')).explainCommand,
  },
  help: {
    summary: 'help on flowc or on a command',
    load: async () => (await import('./help.ts')).helpCommand,
  },
} as const satisfies Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>;

export type CommandName = keyof typeof commands;

export const isCommand = (word: string): word is CommandName => Object.hasOwn(commands, word);
