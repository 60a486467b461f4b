import { harmless } from '../../compiler/diagnostics/cells.ts';
import type { Output } from '../io.ts';
import { painter, type Painter } from '../paint.ts';
import { counted, grouped } from '../run/words.ts';
import { wrap } from '../wrap.ts';
import type { Assumed } from './assumptions.ts';
import type { Demand, Peak } from './demand.ts';
import type { Forecast, Order, Tasks } from './forecast.ts';

// A dry run as a page to read: what was assumed, the waves, the sums.

/** Waves that are shown at the beginning and at the end of a run that has very many. */
const SHOWN = { first: 60, last: 20 };

interface Look {
  readonly paint: Painter;
  /** Columns. */
  readonly width: number;
}

export function writePage(found: Forecast, out: Output): void {
  const paint = painter(out);
  const look: Look = { paint, width: out.width };
  const { flow, file, engine, waves } = found;
  const left = waves.length - SHOWN.first - SHOWN.last;
  const cut = left > 1;
  const blocks = [
    `${paint('heading', flow)} (${file}) as ${engine} would run it; no step runs now\n`,
    assumedText(found.assumed, look),
    everyTask(found, look),
    ...waves.flatMap((wave, at) => {
      const shown = !cut || at < SHOWN.first || at >= waves.length - SHOWN.last;
      if (shown) return [waveText(found, wave, at, look)];
      return at === SHOWN.first ? [`… and ${counted(left, 'wave')} more, which \`--reporter json\` lists …\n`] : [];
    }),
    handlers(found, look),
    sums(found, look),
  ];
  out.write(blocks.filter((block) => block !== '').join('\n'));
}

function assumedText(assumed: readonly Assumed[], { paint, width }: Look): string {
  if (assumed.length === 0) return '';
  const lines = assumed.map((one) => {
    const name = one.kind === 'width' ? (one.over ?? one.body ?? one.step) : one.step;
    const flag = `--assume ${name}=${one.value}`;
    const said = { 'command line': 'as said', source: `from the source; ${flag}`, default: `by default; ${flag}` }[
      one.from
    ];
    const what =
      one.kind === 'way'
        ? `\`${one.step}\` goes on to ${one.value}`
        : `\`${one.step}\` runs \`${one.body ?? ''}\` for ${counted(Number(one.value), 'element')}${one.over === undefined ? '' : ` of \`${one.over}\``}`;
    return `  ${wrap(`${what} (${said})`, width, 4)}\n`;
  });
  return `${paint('heading', 'Assumed')}, where only the code of the steps could tell\n${lines.join('')}`;
}

function everyTask({ environment, firstEnvironment, image }: Forecast, { paint, width }: Look): string {
  const lines = [
    ...(image === undefined ? [] : [`image ${image}, where it names no other`]),
    variables(environment),
    ...(Object.keys(firstEnvironment).length === 0 ? [] : [`${variables(firstEnvironment)}, the first`]),
  ];
  return `${paint('heading', 'Every task')} is given\n${lines.map((line) => `  ${wrap(harmless(line), width, 2)}\n`).join('')}`;
}

function waveText({ image }: Forecast, wave: Forecast['waves'][number], at: number, { paint, width }: Look): string {
  const all = wave.batches.reduce((sum, { tasks }) => sum + tasks, 0);
  const atOnce = all > wave.tasks ? [`${grouped(wave.tasks)} at a time`] : [];
  const title = [counted(all, 'task'), ...atOnce, ...demandWords(wave)].join(' · ');
  const lines = wave.batches.map((batch) => {
    const times = batch.tasks === 1 ? '' : paint('related', `   × ${grouped(batch.tasks)}`);
    const details = [...goesWords(batch), ...orderWords(batch, image)].join(' · ');
    return `  ${harmless(batch.command.join(' '))}${times}\n${details === '' ? '' : `      ${wrap(details, width, 6)}\n`}`;
  });
  return `${paint('heading', `Wave ${at + 1}`)} · ${title}\n${lines.join('')}`;
}

function goesWords({ goes }: Tasks): readonly string[] {
  if (goes === undefined) return [];
  const to = goes.to.map((step) => `\`${step}\``);
  switch (goes.kind) {
    case 'foreach':
      return [`runs ${to.join()} for ${counted(goes.width ?? 0, 'element')}`];
    case 'split':
      return [`splits to ${to.join(', ')}`];
    case 'again':
      return [`goes back to ${to.join()}`];
    case 'go':
      return [`decides for ${to.join()}`];
  }
}

/** `common`: the image of which nothing is to be said. */
function orderWords(order: Order, common: string | undefined): readonly string[] {
  const { resources = {}, timeout, tries, delays = [], catches, environment = {}, secrets = [], image } = order;
  const { cpu, memory, disk, gpu, sharedMemory } = resources;
  return [
    ...(cpu === undefined ? [] : [`cpu ${cpu}`]),
    ...(memory === undefined ? [] : [`memory ${memory}`]),
    ...(disk === undefined ? [] : [`disk ${disk}`]),
    ...(gpu === undefined ? [] : [`gpu ${gpu}`]),
    ...(sharedMemory === undefined ? [] : [`shared memory ${sharedMemory}`]),
    ...(timeout === undefined ? [] : [`each attempt ends after ${pause(timeout)}`]),
    ...(tries === 1 ? [] : [`tried again ${pauses(delays)} (--attempt 1${tries === 2 ? '' : ` to ${tries - 1}`})`]),
    ...(catches === undefined ? [] : [`the last error goes to \`${catches}\``]),
    ...(Object.keys(environment).length === 0 ? [] : [variables(environment)]),
    ...(secrets.length === 0 ? [] : [`secrets ${secrets.join(', ')}`]),
    ...(image === undefined || image === common ? [] : [`image ${image}`]),
  ].map(harmless);
}

/** `after 10s, 20s and 40s`, or `after 2m each`. */
function pauses(delays: readonly number[]): string {
  const [first = 0] = delays;
  if (delays.every((delay) => delay === first)) {
    if (first === 0) return 'at once';
    return `after ${pause(first)}${delays.length === 1 ? '' : ' each'}`;
  }
  return `after ${delays.slice(0, 5).map(pause).join(', ')}${delays.length > 5 ? ', …' : ''}`;
}

/** As decorators say it. */
function pause(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  if (seconds % 60 === 0) return `${seconds / 60}m`;
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}

const variables = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}=${/^[\w./:@%+=,<>-]*$/.test(value) ? value : JSON.stringify(value)}`)
    .join(' ');

function handlers({ exitHandlers, image: common }: Forecast, { paint, width }: Look): string {
  const lines = exitHandlers.map((handler) => {
    const when = { success: 'where the run succeeded', failure: 'where it failed', always: 'whichever way it ended' };
    const words = [when[handler.when], ...orderWords(handler, common)].join(' · ');
    return `  ${harmless(handler.command.join(' '))}\n      ${wrap(words, width, 6)}\n`;
  });
  return lines.length === 0 ? '' : `${paint('heading', 'At the end')}\n${lines.join('')}`;
}

function sums({ totals, peak, unsaid, unreached, maxWorkers }: Forecast, { paint, width }: Look): string {
  const { tasks, steps, waves, attempts } = totals;
  const more = attempts === tasks ? '' : `, at most ${counted(attempts, 'attempt')}`;
  const limit = maxWorkers === undefined ? '' : ` with ${grouped(maxWorkers)} at a time:`;
  const silent = [unsaidWords('cpu', unsaid.cpu), unsaidWords('memory', unsaid.memory)].filter((words) => words !== '');
  return [
    `${paint('heading', 'In all')} ${counted(tasks, 'task')} of ${counted(steps, 'step')} in ${counted(waves, 'wave')}${more}`,
    `${paint('heading', 'At peak')}${limit} ${peakWords(peak).join(', ')}`,
    ...(silent.length === 0 ? [] : [`${silent.join('; ')}: they count as nothing`]),
    ...(unreached.length === 0
      ? []
      : [`Not reached, as is assumed: ${unreached.map((step) => `\`${step}\``).join(', ')}`]),
  ]
    .map((line) => `${wrap(line, width, 2)}\n`)
    .join('');
}

const unsaidWords = (kind: string, steps: readonly string[]): string =>
  steps.length === 0 ? '' : `${counted(steps.length, 'step')} ${steps.length === 1 ? 'asks' : 'ask'} for no ${kind}`;

function demandWords({ cpu, memory, gpu }: Pick<Demand, 'cpu' | 'memory' | 'gpu'>): readonly string[] {
  return [
    ...(cpu === 0 ? [] : [counted(rounded(cpu), 'core')]),
    ...(memory === 0 ? [] : [`${memoryText(memory)} of memory`]),
    ...(gpu === 0 ? [] : [counted(gpu, 'GPU')]),
  ];
}

const peakWords = ({ tasks, cpu, memory, gpu }: Peak): readonly string[] =>
  [
    [counted(tasks.value, 'task'), tasks.wave] as const,
    ...demandWords({ cpu: cpu.value, memory: 0, gpu: 0 }).map((words) => [words, cpu.wave] as const),
    ...demandWords({ cpu: 0, memory: memory.value, gpu: 0 }).map((words) => [words, memory.wave] as const),
    ...demandWords({ cpu: 0, memory: 0, gpu: gpu.value }).map((words) => [words, gpu.wave] as const),
  ].map(([words, wave]) => `${words} (wave ${wave})`);

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** `1.5 GiB`: powers of 1024, as memory is asked for. */
function memoryText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${rounded(size)} ${units[unit] ?? ''}`;
}
