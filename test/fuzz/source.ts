import { bodyOf, element } from './step-source.ts';
import type { Dice } from './dice.ts';
import type { Naming } from './naming.ts';
import type { TreeStep } from './steps-of.ts';

// Steps as the TypeScript of a flow: the same flow in many spellings, in one file or handed down through several.

/** Files by name; the flow is `flow.ts`. */
export type Files = Readonly<Record<string, string>>;

export interface SourceOptions {
  readonly naming: Naming;
  /** Decides how things are spelt. */
  readonly dice: Dice;
  /** Decides in which order members stand, those aside whose order means something. */
  readonly order: Dice;
  readonly flow?: string;
}

export function sourceOf(steps: readonly TreeStep[], { naming, dice, order, flow = 'Flow' }: SourceOptions): Files {
  const end = dice.pick(['\n', '\n', '\r\n']);
  const classes = 1 + (dice.once(3) ? 1 + dice.roll(2) : 0);
  const parameters = parameterFields.filter(() => dice.roll(2) === 0);
  const members: (readonly string[])[][] = Array.from({ length: classes }, () => []);
  const place = (member: readonly string[], among = classes): void => {
    members[dice.roll(among)]?.push(member);
  };
  for (const field of fields) place([field]);
  for (const method of helpers) place([method]);
  // `Inputs<this>` is for classes that have heirs.
  for (const step of steps) {
    const at = dice.roll(classes);
    const inputs = at === 0 && dice.roll(2) === 0 ? `Inputs<${flow}>` : 'Inputs<this>';
    members[at]?.push(method(step, inputs, naming, dice));
  }
  const decorators = flowDecorators.filter(() => dice.once(8));
  const files = members.map((own, at): [string, string] => {
    const base = at === classes - 1 ? 'FlowSpec' : `Base${at + 1}`;
    const head = at === 0 ? `export class ${flow}` : `export abstract class Base${at}`;
    const lines = [
      importLine,
      ...(base === 'FlowSpec' ? [] : [`import { ${base} } from './base-${at + 1}.ts';`]),
      '',
      ...(at === 0 ? [...comment(dice), ...decorators] : []),
      `${head} extends ${base} {`,
      ...(at === 0 ? parameters : []).map((line) => `  ${line}`),
      ...order.shuffled(own).flatMap((member) => ['', ...member.map((line) => `  ${line}`)]),
      '}',
      '',
    ];
    return [at === 0 ? 'flow.ts' : `base-${at}.ts`, lines.join(end)];
  });
  return Object.fromEntries(files);
}

const importLine =
  "import { batch, catchError, container, environment, FlowSpec, kubernetes, parameter, project, resources, retry, schedule, secrets, step, tags, timeout, trigger, type CaughtError, type Inputs } from 'flowc';";

const fields = [
  'total!: number;',
  'notes: string[] = [];',
  'last?: string;',
  'caught?: CaughtError;',
  'readonly elements = [1, 2, 3];',
];

const helpers = [
  'check(): boolean { return this.total > 3 || this.notes.length === 0; }',
  'async ask(): Promise<boolean> { return await Promise.resolve(this.total === 1); }',
  'close(): void { console.log("this.next(this.end)"); }',
];

const parameterFields = [
  'readonly rate = parameter.number({ default: 0.1, min: 0, help: "how fast; {{x}}" });',
  "mode = parameter.choice(['fast', 'exact'], { default: 'fast' });",
  'day = parameter.date({ required: false });',
  "labels = parameter.json<Record<string, string>>({ default: { a: '{{b}}' } });",
];

const flowDecorators = [
  "@schedule({ cron: '0 3 * * MON-FRI', timezone: 'Europe/Berlin' })",
  "@tags(['nightly', 'a b'])",
  "@project({ name: 'shop', branch: 'feature/x' })",
  "@trigger({ event: 'arrived' })",
  "@retry({ times: 2, delay: '10s' })",
  "@environment({ vars: { LEVEL: 'info' } })",
];

const stepDecorators = [
  '@retry()',
  "@retry({ times: 5, delay: '90s', backoff: 2, maxDelay: '1h', on: 'error' })",
  "@timeout('90s')",
  "@resources({ cpu: 2, memory: '4Gi', gpu: 1, sharedMemory: '1Gi' })",
  "@environment({ vars: { LEVEL: 'debug', HOSTILE: '{{workflow.name}} $(HOME)' } })",
  "@secrets(['db/password', 'PGUSER=db/user', 'aws'])",
  "@container({ image: 'registry.example/other:2' })",
  "@kubernetes({ labels: { team: 'ml' }, annotations: { note: 'a: b' }, nodeSelector: { disk: 'ssd' } })",
  "@batch({ queue: 'q' })",
];

function method(step: TreeStep, inputs: string, naming: Naming, dice: Dice): readonly string[] {
  const isAsync = dice.roll(2) === 1;
  const catches = step.takes !== 'inputs' && step.id > 0 && step.ways.length === 1 && step.ways[0]?.kind !== 'foreach';
  const isCaught = catches && dice.once(12);
  const decorators = [
    ...stepDecorators.filter(() => dice.once(16)).filter(unlikeAnyBefore),
    ...(isCaught ? ["@catchError({ artifact: 'caught' })"] : []),
  ];
  const parameter =
    step.takes === 'inputs' ? `inputs: ${inputs}` : step.takes === 'element' && dice.roll(4) < 3 ? element : '';
  const head = `${dice.pick(['', 'public '])}${isAsync ? 'async ' : ''}${naming(step.id)}(${parameter}) {`;
  const body = bodyOf(step, { naming, dice, isAsync, isCaught, hasElement: parameter === element });
  return [
    ...comment(dice),
    ...dice.shuffled([...decorators, '@step']),
    head,
    ...body.map((line) => `${dice.pick(['  ', '\t', ''])}${line}`),
    '}',
  ];
}

/** Of two of one decorator, the first. */
const unlikeAnyBefore = (text: string, at: number, all: readonly string[]): boolean =>
  all.findIndex((other) => other.split('(')[0] === text.split('(')[0]) === at;

function comment(dice: Dice): readonly string[] {
  return dice.pick<readonly string[]>([
    [],
    ['/** Goes on with `this.next(this.end)`. */'],
    ['// } {'],
    ['/* @step */'],
  ]);
}
