import { types } from 'node:util';
import { binaryOf, type Binary } from './binary.ts';
import type { FileHooks } from './files.ts';
import { Identities } from './identities.ts';
import {
  accessorReason,
  extraReason,
  hiddenReason,
  NotStorable,
  reasonAgainst,
  symbolKeyReason,
} from './not-storable.ts';
import { extraOf, extraOfArray, extraOfBinary } from './own-properties.ts';
import { pathTo, propertyPart } from './path.ts';
import { layOut, stringSection, type Section } from './sections.ts';
import { TokenWriter } from './tokens.ts';

// The tagged form of a value: a flat table of nodes, in the order in which they are met, level by level. A node is whatever has an identity; all else is
// written where it stands. What a node is goes to one list of tokens and what it holds to another, so that a reader can make all nodes before it fills
// them, and knows at the first mention of a node what it is. Functions, symbols and all that is refused take a number like a node, and are refused when
// their turn comes: there is one place that refuses, and it can say the path.

/** Longer strings are sections: their JSON might be longer than a string can be. */
const LONG_STRING = 2 ** 20;

export interface Tagged {
  readonly lines: readonly Uint8Array[];
  readonly sections: readonly Section[];
  readonly files: readonly string[];
}

/** @throws NotStorable */
export function tag(value: unknown, files: Pick<FileHooks, 'refOf'>): Tagged {
  return new Tagger(files).tag(value);
}

class Tagger {
  readonly #refOf: FileHooks['refOf'];
  readonly #known = new Identities();
  readonly #nodes: unknown[] = [];
  /** Of each node, who mentioned it first. */
  readonly #parents: number[] = [];
  readonly #binaries: Binary[] = [];
  readonly #strings: Section[] = [];
  readonly #files = new Set<string>();
  readonly #heads = new TokenWriter();
  readonly #cells = new TokenWriter();
  /** The node at work. */
  #at = 0;

  constructor(files: Pick<FileHooks, 'refOf'>) {
    this.#refOf = (value) => files.refOf(value);
  }

  tag(root: unknown): Tagged {
    this.#cells.add(this.#cell(root));
    for (this.#at = 0; this.#at < this.#nodes.length; this.#at += 1) this.#node(this.#nodes[this.#at]);
    const { sections, places } = layOut(this.#binaries, this.#strings.length);
    const all = [...this.#strings, ...sections];
    const front = new TokenWriter();
    front.add(String(all.length));
    for (const { size } of all) front.add(String(size));
    front.add(String(this.#binaries.length));
    for (const [index, { type, start, end }] of this.#binaries.entries()) {
      const { section, offset } = places[index] ?? { section: 0, offset: 0 };
      front.add(`"${type.name}",${section},${offset},${(end - start) / type.width}`);
    }
    front.add(String(this.#nodes.length));
    return {
      lines: [...front.lines(), ...this.#heads.lines(), ...this.#cells.lines()],
      sections: all,
      files: [...this.#files],
    };
  }

  #node(value: unknown): void {
    if (typeof value !== 'object' || value === null || types.isProxy(value)) return this.#refuse(value);
    const file = this.#refOf(value);
    if (file !== undefined) {
      this.#files.add(file.sha256);
      this.#heads.add(`"file",${JSON.stringify(file.sha256)},${file.size},${JSON.stringify(file.name)}`);
      return;
    }
    switch (Object.getPrototypeOf(value)) {
      case Object.prototype:
        return this.#object(value, 'object');
      case null:
        return this.#object(value, 'bare');
      case Array.prototype:
        return Array.isArray(value) ? this.#array(value) : this.#refuse(value);
      case Map.prototype:
        return types.isMap(value) ? this.#map(value) : this.#refuse(value);
      case Set.prototype:
        return types.isSet(value) ? this.#set(value) : this.#refuse(value);
      case Date.prototype:
        return types.isDate(value) ? this.#date(value) : this.#refuse(value);
      default:
        return this.#binary(value);
    }
  }

  #object(value: object, kind: 'object' | 'bare'): void {
    const [symbol] = Object.getOwnPropertySymbols(value);
    if (symbol !== undefined) throw this.#refusal(symbolKeyReason(symbol));
    const keys = Object.getOwnPropertyNames(value);
    this.#heads.add(`"${kind}",${keys.length}`);
    for (const key of keys) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      if (property === undefined || !('value' in property)) throw this.#refusal(accessorReason, propertyPart(key));
      if (property.enumerable !== true) throw this.#refusal(hiddenReason, propertyPart(key));
      this.#cells.add(`${this.#cell(key)},${this.#cell(property.value)}`);
    }
  }

  #array(list: readonly unknown[]): void {
    this.#mayCarry(extraOfArray(list));
    if (hasHoles(list)) return this.#sparse(list);
    this.#heads.add(`"array",${list.length}`);
    for (let index = 0; index < list.length; index += 1) this.#cells.add(this.#element(list, index));
  }

  #sparse(list: readonly unknown[]): void {
    const indices = Object.keys(list).map(Number);
    this.#heads.add(`"sparse",${list.length},${indices.length}`);
    for (const index of indices) this.#cells.add(`${index},${this.#element(list, index)}`);
  }

  #element(list: readonly unknown[], index: number): string {
    const property = Object.getOwnPropertyDescriptor(list, index);
    if (property === undefined || !('value' in property)) throw this.#refusal(accessorReason, `[${index}]`);
    return this.#cell(property.value);
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    this.#mayCarry(extraOf(map));
    this.#heads.add(`"map",${map.size}`);
    for (const [key, value] of Map.prototype.entries.call(map)) {
      this.#cells.add(`${this.#cell(key)},${this.#cell(value)}`);
    }
  }

  #set(set: ReadonlySet<unknown>): void {
    this.#mayCarry(extraOf(set));
    this.#heads.add(`"set",${set.size}`);
    for (const value of Set.prototype.values.call(set)) this.#cells.add(this.#cell(value));
  }

  #date(date: Date): void {
    this.#mayCarry(extraOf(date));
    this.#heads.add(`"date",${JSON.stringify(date.getTime())}`);
  }

  #binary(value: object): void {
    const binary = binaryOf(value);
    if (binary === undefined) return this.#refuse(value);
    this.#mayCarry(extraOfBinary(value));
    this.#heads.add(`"binary",${this.#binaries.length}`);
    this.#binaries.push(binary);
  }

  /** The JSON of a value where it is mentioned. Whatever JSON has not is in a list. */
  #cell(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return value.length > LONG_STRING ? this.#longString(value) : JSON.stringify(value);
      case 'number':
        if (Object.is(value, -0)) return '["-0"]';
        return Number.isFinite(value) ? String(value) : `["${value}"]`;
      case 'boolean':
        return String(value);
      case 'undefined':
        return '["undefined"]';
      case 'bigint':
        return `["bigint","${value.toString(16)}"]`;
      default:
        return value === null ? 'null' : `[${this.#numberOf(value)}]`;
    }
  }

  #longString(text: string): string {
    const encoding = /[^\0-\xff]/.test(text) ? 'utf16le' : 'latin1';
    this.#strings.push(stringSection(text, encoding));
    return `["${encoding}",${this.#strings.length - 1}]`;
  }

  #numberOf(node: unknown): number {
    const known = this.#known.numberOf(node);
    if (known !== undefined) return known;
    this.#nodes.push(node);
    this.#parents.push(this.#at);
    return this.#known.add(node);
  }

  #mayCarry(extra: string | undefined): void {
    if (extra !== undefined) throw this.#refusal(extraReason(extra));
  }

  #refuse(value: unknown): never {
    throw this.#refusal(reasonAgainst(value));
  }

  #refusal(reason: string, part = ''): NotStorable {
    return new NotStorable(pathTo(this.#nodes, this.#parents, this.#at, part), reason);
  }
}

function hasHoles(list: readonly unknown[]): boolean {
  for (let index = 0; index < list.length; index += 1) if (!Object.hasOwn(list, index)) return true;
  return false;
}
