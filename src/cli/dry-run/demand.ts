import type { Plan } from '../../runtime/plan.ts';
import type { Wave } from './walk.ts';

// What a wave asks of the machines, in cores and bytes. Quantities are Kubernetes'; the compiler has checked their form.

/** Of tasks that run at once; a step that says nothing counts as nothing. */
export interface Demand {
  readonly tasks: number;
  readonly cpu: number;
  readonly memory: number;
  readonly gpu: number;
}

const SCALES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** `500m` → 0.5, `4Gi` → 4294967296, `1e3` → 1000. */
export function amount(quantity: string): number {
  const [, number = '', suffix = ''] = /^([\d.]+(?:[eE][+-]?\d+)?)(\D*)$/.exec(quantity) ?? [];
  return Number(number) * (SCALES[suffix] ?? 1);
}

/** The most that a wave can ask for at once where no more than `limit` tasks run side by side: each kind by the tasks that ask most of it. */
export function demandOf(wave: Wave, { steps }: Plan, limit = Infinity): Demand {
  const asked = wave.map(({ step, count }) => {
    const { cpu = '0', memory = '0', gpu = 0 } = steps[step]?.settings.resources ?? {};
    return { count, each: { tasks: 1, cpu: amount(cpu), memory: amount(memory), gpu } };
  });
  const most = (kind: keyof Demand): number => {
    let room = limit;
    let sum = 0;
    for (const { count, each } of asked.toSorted((a, b) => b.each[kind] - a.each[kind])) {
      sum += Math.min(room, count) * each[kind];
      room -= Math.min(room, count);
    }
    return sum;
  };
  return { tasks: most('tasks'), cpu: most('cpu'), memory: most('memory'), gpu: most('gpu') };
}

/** The most of each kind, and the first wave that asks for it, from 1. */
export type Peak = Readonly<Record<keyof Demand, { readonly value: number; readonly wave: number }>>;

export function peakOf(demands: readonly Demand[]): Peak {
  const of = (kind: keyof Demand) => {
    const value = demands.reduce((most, demand) => Math.max(most, demand[kind]), 0);
    return { value, wave: demands.findIndex((demand) => demand[kind] === value) + 1 };
  };
  return { tasks: of('tasks'), cpu: of('cpu'), memory: of('memory'), gpu: of('gpu') };
}
