import { NotFound } from '../../client/errors.ts';
import { listed } from '../../client/pathspec.ts';
import { Fault } from '../fault.ts';
import type { Api } from './api.ts';
import { machineIn } from './arns.ts';
import { unless } from './faults.ts';

// State machines: which one a word means. What is called by its ARN is asked for at once, without a permission to list others.

/** The tag of what flowc deploys: the flow's name. */
const TAG = 'flowc:flow';

/** State machines whose tags are looked at for a flow's name, at most. */
const ENOUGH = 20;

export interface Machine {
  readonly name: string;
  readonly arn: string;
}

export class Machines {
  readonly #api: Api;
  /** Those that were called by an ARN, by name. */
  readonly #known = new Map<string, Machine>();
  #all: Promise<readonly Machine[]> | undefined;

  constructor(api: Api) {
    this.#api = api;
  }

  /** All of the region whose runs can be looked at, which those of express ones cannot. */
  async all(): Promise<readonly Machine[]> {
    return (this.#all ??= (async () => {
      const all = await Array.fromAsync(this.#api.listStateMachines());
      return all
        .filter(({ type }) => type !== 'EXPRESS')
        .map(({ name = '', stateMachineArn: arn = '' }) => ({ name, arn }));
    })());
  }

  /** The state machine of this name or ARN; else those of the flow of this name, by their tags, or by their names where nobody may read these. */
  async named(word: string): Promise<readonly string[]> {
    if (word.startsWith('arn:')) return this.#calledByArn(word);
    const all = await this.all();
    if (all.some(({ name }) => name === word)) return [word];
    const letters = lettersOf(word);
    const alike = letters === '' ? [] : likeliest(all, letters).slice(0, ENOUGH);
    const tags = await Promise.all(alike.map(async ({ arn }) => this.#flowOf(arn)));
    const ofFlow = alike.filter((_, index) => tags[index] === word);
    const found =
      ofFlow.length > 0
        ? ofFlow
        : alike.filter(({ name }, index) => tags[index] === undefined && isCalled(name, letters));
    return found.map(({ name }) => name);
  }

  async #calledByArn(arn: string): Promise<readonly string[]> {
    const machine = this.#read(arn);
    if (machine === undefined) return [];
    const there = await unless(['StateMachineDoesNotExist'], this.#api.describeStateMachine(arn));
    return there === undefined ? [] : [machine.name];
  }

  /** By its name or ARN. Throws NotFound. */
  async get(word: string): Promise<Machine> {
    const known = this.#known.get(word) ?? this.#read(word);
    if (known !== undefined) return known;
    const all = await this.all();
    const found = all.find(({ name }) => name === word);
    if (found !== undefined) return found;
    const names = all.map(({ name }) => name);
    const help =
      names.length === 0
        ? 'It has none at all: do AWS_REGION and AWS_PROFILE say where the flow is deployed?'
        : `It has ${listed(names)}. AWS_REGION and AWS_PROFILE say where to look.`;
    throw new NotFound(`Step Functions in ${this.#api.region} has no state machine \`${word}\``, word, names, help);
  }

  know(machine: Machine): void {
    this.#known.set(machine.name, machine);
  }

  /** Undefined: it is no ARN of a state machine. */
  #read(arn: string): Machine | undefined {
    const parts = machineIn(arn);
    if (parts === undefined) return undefined;
    const { name, region } = parts;
    if (region !== this.#api.region) throw elsewhere(arn, region, this.#api.region);
    const machine = { name, arn };
    this.know(machine);
    return machine;
  }

  /** Undefined: it has no such tag, or nobody may look. */
  async #flowOf(arn: string): Promise<string | undefined> {
    const answer = await unless(['AccessDeniedException', 'ResourceNotFound'], this.#api.listTags(arn));
    return answer?.tags?.find(({ key }) => key === TAG)?.value;
  }
}

export const elsewhere = (arn: string, region: string, asked: string): Fault =>
  new Fault(`\`${arn}\` is in ${region}, and ${asked} is asked`, `Set AWS_REGION to ${region}.`);

const lettersOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

/** Those that could be the flow's, first those that have its name. */
function likeliest(all: readonly Machine[], letters: string): readonly Machine[] {
  const called = all.filter(({ name }) => isCalled(name, letters));
  return [...called, ...all.filter((machine) => !called.includes(machine) && isAlike(machine.name, letters))];
}

/** Letters that a name that was too long begins with, at least. */
const HEAD = 40;

/** It could be the flow's: its name is in it, or the beginning of it where the whole is too long for a name. */
const isAlike = (name: string, letters: string): boolean => lettersOf(name).includes(letters.slice(0, HEAD));

/** It has the flow's name, alone or behind a project's. */
const isCalled = (name: string, letters: string): boolean =>
  [name, ...[...name.matchAll(/-/g)].map(({ index }) => name.slice(index + 1))].some(
    (end) => lettersOf(end) === letters,
  );
