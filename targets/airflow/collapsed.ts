import type { Graph, Loop, Step } from '../../src/compiler/ir/graph.ts';
import type { Resources, StepSettings } from '../../src/compiler/ir/settings.ts';
import { largerOf } from '../kubernetes/quantity.ts';
import { isInside, type Places } from './places.ts';

// A loop that one task runs whole: its steps share a pod, so it is as large as the largest of them wants, and what cannot be shared has to be alike. Retries, timeouts,
// environment and caught errors are each step's own inside, as in a local run; the task as a whole, which may lose its machine, is tried again as the header says.

export const stepsOf = ({ steps }: Graph, places: Places, loop: Loop): readonly Step[] =>
  steps.filter(({ name }) => isInside(places, name, loop));

export function collapsedSettings(steps: readonly Step[]): StepSettings {
  const [first] = steps;
  const { image, kubernetes, retry, spans = {} } = first?.settings ?? {};
  const resources = steps.map(({ settings }) => settings.resources ?? {}).reduce(largest, {});
  const secrets = [...new Set(steps.flatMap(({ settings }) => settings.secrets ?? []))];
  return {
    spans,
    ...(image === undefined ? {} : { image }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(retry === undefined ? {} : { retry }),
    ...(Object.keys(resources).length === 0 ? {} : { resources }),
    ...(secrets.length === 0 ? {} : { secrets }),
  };
}

function largest(a: Resources, b: Resources): Resources {
  const larger = (key: 'cpu' | 'memory' | 'disk' | 'sharedMemory') => {
    const value = largerOf(a[key], b[key]);
    return value === undefined ? {} : { [key]: value };
  };
  const gpu = Math.max(a.gpu ?? 0, b.gpu ?? 0);
  const quantities = { ...larger('cpu'), ...larger('memory'), ...larger('disk'), ...larger('sharedMemory') };
  return { ...quantities, ...(gpu === 0 ? {} : { gpu }) };
}
