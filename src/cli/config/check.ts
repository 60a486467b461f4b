import { didYouMean } from '../../compiler/diagnostics/did-you-mean.ts';
import type { ObjectValue, Value } from '../../compiler/analyze/evaluate/value.ts';
import type { Finding } from '../../compiler/diagnostics/render.ts';
import { hasForm, type Form } from '../../compiler/ir/forms.ts';
import type { Span } from '../../compiler/ir/span.ts';
import type { Settings } from '../../config.ts';
import { oneOf } from '../arguments.ts';
import { CannotRun } from '../cannot-run.ts';
import type { ConfigFile } from './read.ts';
import { settingNames, settings, type Setting, type SettingName } from './settings.ts';

// Holds a configuration to the table of settings. All faults are found at once, each at its place.

/** A configuration that holds: what stands at its top level, and its environments. */
export interface Checked {
  readonly base: Settings;
  readonly environments: ReadonlyMap<string, Settings>;
  readonly defaultEnvironment?: string;
}

type Fault = (message: string, span: Span, help?: string) => void;

/** Throws CannotRun with all findings where the file does not hold. */
export function checkConfig(file: ConfigFile): Checked {
  const findings: Finding[] = [];
  const fault: Fault = (message, span, help) => {
    findings.push({
      severity: 'error',
      message,
      span: file.place(span),
      related: [],
      ...(help === undefined ? {} : { help }),
    });
  };
  const checked = checkWhole(file.value, fault);
  if (checked === undefined || findings.length > 0) {
    throw new CannotRun(`the configuration does not hold`, undefined, findings);
  }
  return checked;
}

const OWN_KEYS = ['$schema', 'defaultEnvironment', 'environments'];

function checkWhole(value: Value, fault: Fault): Checked | undefined {
  if (value.kind !== 'object') return void fault('a configuration is an object', value.span);
  const base = checkSettings(value, OWN_KEYS, fault);
  const environments = new Map<string, Settings>();
  const named = value.get('environments');
  if (named?.kind === 'object') {
    for (const name of named.keys) {
      const environment = named.get(name);
      if (environment?.kind === 'object') environments.set(name, checkSettings(environment, [], fault));
      else fault(`environment \`${name}\` is an object of settings`, environment?.span ?? named.keySpan(name));
    }
  } else if (named !== undefined) fault('`environments` is an object, one environment a key', named.span);

  const chosen = value.get('defaultEnvironment');
  if (chosen === undefined) return { base, environments };
  const name = chosen.kind === 'scalar' && typeof chosen.value === 'string' ? chosen.value : undefined;
  if (name === undefined) return void fault('`defaultEnvironment` is the name of an environment', chosen.span);
  if (!environments.has(name)) {
    return void fault(`there is no environment \`${name}\`${didYouMean(name, environments.keys())}`, chosen.span);
  }
  return { base, environments, defaultEnvironment: name };
}

function checkSettings(object: ObjectValue, also: readonly string[], fault: Fault): Settings {
  const out: Record<string, unknown> = {};
  for (const key of object.keys) {
    const value = object.get(key);
    if (value === undefined || also.includes(key)) continue;
    if (!isSetting(key)) {
      const known = [...settingNames, ...also];
      fault(
        `unknown key \`${key}\`${didYouMean(key, known)}`,
        object.keySpan(key),
        `Keys are ${known.map((one) => `\`${one}\``).join(', ')}.`,
      );
    } else if (value.kind !== 'scalar' || value.value !== undefined) {
      const plain = plainOf(settings[key], value);
      if (plain === undefined) fault(`\`${key}\` is ${wanted(settings[key])}`, value.span);
      else out[key] = plain;
    }
  }
  return out;
}

const isSetting = (key: string): key is SettingName => Object.hasOwn(settings, key);

/** What a setting takes, for an error's sentence. */
export function wanted(setting: Setting): string {
  switch (setting.kind) {
    case 'text':
      return setting.form?.rule ?? 'a text that is not empty';
    case 'choice':
      return oneOf(setting.of);
    case 'count':
      return 'a whole number from 1';
    case 'list':
      return setting.form === undefined ? 'a list of texts' : `a list, each of it ${setting.form.rule}`;
    case 'map': {
      const values = setting.form === undefined ? 'each value a text' : `each value ${setting.form.rule}`;
      return `an object: each key ${setting.keys.rule}; ${values}`;
    }
  }
}

function plainOf(setting: Setting, value: Value): unknown {
  switch (setting.kind) {
    case 'text':
      return textOf(value, setting.form);
    case 'choice':
      return setting.of.find((one) => one === textOf(value));
    case 'count':
      return value.kind === 'scalar' && Number.isSafeInteger(value.value) && Number(value.value) >= 1
        ? value.value
        : undefined;
    case 'list': {
      if (value.kind !== 'array') return undefined;
      const items = Array.from({ length: value.length }, (_, index) => textOf(value.at(index), setting.form));
      return items.includes(undefined) ? undefined : items;
    }
    case 'map': {
      if (value.kind !== 'object') return undefined;
      const entries = value.keys.map((key) => [key, scalarText(value.get(key))] as const);
      const holds = entries.every(
        ([key, text]) => text !== undefined && hasForm(key, setting.keys) && fits(text, setting.form),
      );
      return holds ? Object.fromEntries(entries) : undefined;
    }
  }
}

/** Whether a text has the form that a setting asks for, if it asks for one. */
export const fits = (text: string, form: Form | undefined): boolean => form === undefined || hasForm(text, form);

const scalarText = (value: Value | undefined): string | undefined =>
  value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;

function textOf(value: Value, form?: Form): string | undefined {
  const text = scalarText(value) || undefined;
  return text !== undefined && fits(text, form) ? text : undefined;
}
