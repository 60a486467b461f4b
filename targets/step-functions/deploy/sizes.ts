import type { Resources } from '../../../src/compiler/ir/settings.ts';
import { valueOf } from '../../kubernetes/quantity.ts';

// What a job asks of its machine. Batch wants both of cores and memory; on EC2 whole cores, on Fargate one of the sizes that there are. What is asked for is rounded up to
// what can be had.

/** Cores, and memory in MiB. */
export interface Size {
  readonly cpu: number;
  readonly memory: number;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Where nothing is asked for. */
const DEFAULTS = { cpu: '1', memory: '2Gi' } as const;

const asked = ({ cpu = DEFAULTS.cpu, memory = DEFAULTS.memory }: Resources): Size => ({
  cpu: exact(valueOf(cpu)),
  memory: mebibytes(memory),
});

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html: at least 4 MiB, and whole cores. */
export function ec2Size(resources: Resources): Size {
  const { cpu, memory } = asked(resources);
  return { cpu: Math.max(1, Math.ceil(cpu)), memory: Math.max(4, memory) };
}

/** Memory goes from `least` to `most` GiB by `step`: https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html */
const FARGATE: readonly { readonly cpu: number; readonly memories: readonly number[] }[] = [
  { cpu: 0.25, memories: [0.5, 1, 2] },
  { cpu: 0.5, memories: evenly(1, 4, 1) },
  { cpu: 1, memories: evenly(2, 8, 1) },
  { cpu: 2, memories: evenly(4, 16, 1) },
  { cpu: 4, memories: evenly(8, 30, 1) },
  { cpu: 8, memories: evenly(16, 60, 4) },
  { cpu: 16, memories: evenly(32, 120, 8) },
];

/** The smallest size that has what is asked for; undefined where none has. */
export function fargateSize(resources: Resources): Size | undefined {
  const wanted = asked(resources);
  for (const { cpu, memories } of FARGATE) {
    const memory = memories.find((gibibytes) => gibibytes * 1024 >= wanted.memory);
    if (cpu >= wanted.cpu && memory !== undefined) return { cpu, memory: memory * 1024 };
  }
  return undefined;
}

/** Every Fargate task has that much, in GiB: https://docs.aws.amazon.com/batch/latest/APIReference/API_EphemeralStorage.html */
const FARGATE_DISK = 20;
const MOST_FARGATE_DISK = 200;

/** GiB of a Fargate task's disk beyond those that it has anyway: undefined where those are enough, `Infinity` where so many cannot be had. */
export function fargateDisk({ disk }: Resources): number | undefined {
  if (disk === undefined) return undefined;
  const size = Math.ceil(exact(valueOf(disk) / GIB));
  if (size <= FARGATE_DISK) return undefined;
  return size > MOST_FARGATE_DISK ? Infinity : size;
}

/** A quantity of bytes in whole MiB. */
export const mebibytes = (quantity: string): number => Math.ceil(exact(valueOf(quantity) / MIB));

/** Without what binary fractions add: 0.1 of a core thrice is 0.3. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}

function evenly(least: number, most: number, step: number): readonly number[] {
  return Array.from({ length: (most - least) / step + 1 }, (_, at) => least + at * step);
}
