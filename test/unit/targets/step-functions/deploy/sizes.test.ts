import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ec2Size, fargateDisk, fargateSize } from '../../../../../targets/step-functions/deploy/sizes.ts';

describe('on EC2', () => {
  test.each([
    [{}, { cpu: 1, memory: 2048 }],
    [
      { cpu: '500m', memory: '1M' },
      { cpu: 1, memory: 4 },
    ],
    [
      { cpu: '2.1', memory: '1G' },
      { cpu: 3, memory: 954 },
    ],
    [
      { cpu: '3000m', memory: '1025Mi' },
      { cpu: 3, memory: 1025 },
    ],
  ])('%j is rounded up', (resources, size) => {
    expect(ec2Size(resources)).toEqual(size);
  });
});

describe('on Fargate', () => {
  test.each([
    [{}, { cpu: 1, memory: 2048 }],
    [
      { cpu: '0.1', memory: '100Mi' },
      { cpu: 0.25, memory: 512 },
    ],
    [
      { cpu: '250m', memory: '3Gi' },
      { cpu: 0.5, memory: 3072 },
    ],
    [{ memory: '16Gi' }, { cpu: 2, memory: 16384 }],
    [{ cpu: '4' }, { cpu: 4, memory: 8192 }],
    [
      { cpu: '8', memory: '17Gi' },
      { cpu: 8, memory: 20480 },
    ],
    [
      { cpu: '8', memory: '61Gi' },
      { cpu: 16, memory: 65536 },
    ],
    [
      { cpu: '16', memory: '120Gi' },
      { cpu: 16, memory: 122880 },
    ],
  ])('%j is one of the sizes that there are', (resources, size) => {
    expect(fargateSize(resources)).toEqual(size);
  });

  test.each([{ cpu: '17' }, { memory: '121Gi' }])('there is no %j', (resources) => {
    expect(fargateSize(resources)).toBeUndefined();
  });

  test('nothing is less than what is asked for, and nothing smaller would do', () => {
    const asked = fc.record({ cpu: fc.integer({ min: 1, max: 16_000 }), memory: fc.integer({ min: 1, max: 122_880 }) });
    fc.assert(
      fc.property(asked, ({ cpu, memory }) => {
        const size = fargateSize({ cpu: `${cpu}m`, memory: `${memory}Mi` });
        const fitting = all.filter((one) => one.cpu * 1000 >= cpu && one.memory >= memory);
        expect(size).toEqual(fitting[0]);
      }),
    );
  });

  test('a disk is what every task has, or more', () => {
    expect(['1Gi', '20Gi', '20.5Gi', '200Gi', '201Gi'].map((disk) => fargateDisk({ disk }))).toEqual([
      undefined,
      undefined,
      21,
      200,
      Infinity,
    ]);
  });
});

/** The lists of https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html, smaller first. */
const all = Object.entries({
  0.25: [512, 1024, 2048],
  0.5: [1024, 2048, 3072, 4096],
  1: [2048, 3072, 4096, 5120, 6144, 7168, 8192],
  2: [4096, 5120, 6144, 7168, 8192, 9216, 10240, 11264, 12288, 13312, 14336, 15360, 16384],
  4: Array.from({ length: 23 }, (_, at) => 8192 + at * 1024),
  8: [16384, 20480, 24576, 28672, 32768, 36864, 40960, 45056, 49152, 53248, 57344, 61440],
  16: [32768, 40960, 49152, 57344, 65536, 73728, 81920, 90112, 98304, 106496, 114688, 122880],
})
  .flatMap(([cpu, memories]) => memories.map((memory) => ({ cpu: Number(cpu), memory })))
  .toSorted((a, b) => a.cpu - b.cpu || a.memory - b.memory);
