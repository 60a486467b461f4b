import { didYouMean } from '../compiler/diagnostics/did-you-mean.ts';
import type { Arguments } from './arguments.ts';
import { CannotRun } from './cannot-run.ts';
import type { Command, ExitCode } from './command.ts';
import { optionsOf } from './config/settings.ts';
import { datastoreOptions } from './datastore.ts';
import { isPodName } from '../client/pods.ts';
import { allDiagnostics, diagnosticNames, explainDiagnostic, listDiagnostics } from './explain/diagnostics.ts';
import type { Explanation } from './explain/explanation.ts';
import type { FlowName } from './explain/flow-names.ts';
import { isTarget, type TargetId } from '../../targets/index.ts';
import type { Io } from './io.ts';
import { exitCodeOf, reportFindings, reporterOption, reportJson } from './report.ts';

// `flowc explain`: what a word stands for that somebody has read somewhere. A diagnostic's code or name is known here; the name of a template or task by the file
// of its flow, which is compiled; a pod or node by the datastore. What the last two take is loaded only for them.

export const explainCommand: Command = {
  name: 'explain',
  usage: 'explain [WORD…] [FILES…]',
  about:
    'Says what a diagnostic means, why the rule stands and what to do; or what of a flow a name in an orchestrator stands for. A pod or node of Argo is found by its name in the ' +
    'datastore, and leads to the task and the line of its step; a template, task, group or state is explained by the file of its flow, and of a file alone all names are. Without ' +
    'anything it lists the diagnostics.',
  examples: [
    { run: 'flowc explain FLOWC2001', does: 'a diagnostic by its code' },
    { run: 'flowc explain no-start', does: 'by its name' },
    {
      run: 'flowc explain train-flow-x7k2p-train-1834920112',
      does: 'a pod: which task of which run, and how it ended',
    },
    { run: 'flowc explain each-start flows/train.ts', does: 'a template or task of Argo' },
    { run: 'flowc explain each_train.train flows/train.ts', does: 'a task of Airflow' },
    { run: 'flowc explain start.each flows/train.ts', does: 'a state of Step Functions' },
    { run: 'flowc explain flows/train.ts --target airflow', does: 'every task and group of a flow' },
  ],
  options: { ...optionsOf('target'), ...datastoreOptions, reporter: reporterOption },
  run: explain,
};

async function explain(args: Arguments, io: Io): Promise<ExitCode> {
  const json = args.text('reporter') === 'json';
  if (args.positionals.length === 0) {
    if (json) tell(allDiagnostics(io), json, io);
    else listDiagnostics(io);
    return 0;
  }
  const words = args.positionals.filter((word) => !isFile(word));
  const files = args.positionals.filter(isFile);
  const ofFlows = files.length === 0 ? undefined : await import('./explain/flow-names.ts');
  const { names, findings } = ofFlows?.flowNames(files, targetOf(args), io) ?? { names: [], findings: [] };
  const code = exitCodeOf(findings, false);
  if (code !== 0) {
    if (json) reportJson(findings, { explained: [] }, io);
    else reportFindings(findings, io);
    return code;
  }
  const known = words.map((word) => ofFlows?.explainNames(word, names, io) ?? explainDiagnostic(word, io));
  const pods = words.filter((_, at) => known[at] === undefined);
  const stranger = pods.find((word) => !isPodName(word));
  if (stranger !== undefined) throw unknown(stranger, names);
  if (words.length === 0 && ofFlows !== undefined) known.push(...names.map((name) => ofFlows.explainName(name, io)));
  if (pods.length === 0) return tell(known, json, io);
  const ofArgo = names.filter(({ targets }) => targets.includes('argo'));
  const { explainPod } = await import('./explain/pod.ts');
  const { look } = await import('./look/look.ts');
  return look(args, io, async (client) => {
    const all = words.map(async (word, at) => known[at] ?? explainPod(client, word, ofArgo, io));
    return tell(await Promise.all(all), json, io);
  });
}

function targetOf(args: Arguments): TargetId | undefined {
  const word = args.text('target');
  return word !== undefined && isTarget(word) ? word : undefined;
}

const isFile = (word: string): boolean => /\.[cm]?[jt]sx?(#|$)/.test(word);

function tell(explained: readonly (Explanation | undefined)[], json: boolean, io: Io): ExitCode {
  const all = explained.filter((one) => one !== undefined);
  if (json) reportJson([], { explained: all.map(({ data }) => data) }, io);
  else io.out.write(all.map(({ text }) => text).join('\n'));
  return 0;
}

function unknown(word: string, names: readonly FlowName[]): CannotRun {
  if (names.length > 0) {
    const known = names.map(({ name }) => name);
    return new CannotRun(
      `no template, task, group or state is called \`${word}\`, and no diagnostic${didYouMean(word, [...known, ...diagnosticNames])}`,
      'With no word beside it, `flowc explain FILE` lists all names of a flow.',
    );
  }
  // A near name is what was meant; a near code is only another one.
  return new CannotRun(
    `there is no diagnostic \`${word}\`${didYouMean(word, diagnosticNames)}`,
    '`flowc explain` lists them all. For a name in an orchestrator, name the file of its flow: `flowc explain each-start flows/train.ts`. A pod or node of Argo ends ' +
      'with a number.',
  );
}
