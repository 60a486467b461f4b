import { expect, test } from 'vitest';
import { flowcSource } from '../../../bench/compile/flowc-source.ts';
import { chainOf } from '../../../bench/compile/shapes.ts';
import { LocalFlow } from '../../unit/runtime/local/local-flow.ts';
import { leftBy } from './left-by.ts';
test.each([1000, 2000])(
  '%d',
  async (n) => {
    const flow = new LocalFlow(flowcSource(chainOf(n)));
    let t = performance.now();
    const lap = (w: string) => {
      const u = performance.now();
      console.log(n, w, Math.round(u - t));
      t = u;
    };
    const o = await flow.options('r0');
    await o.store.close();
    lap('options');
    await flow.run('r1', { reuse: true });
    lap('run');
    await leftBy(flow, 'r1', 'BenchFlow');
    lap('record');
    flow.remove();
    lap('remove');
  },
  300000,
);
