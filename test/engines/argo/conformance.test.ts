import { inject } from 'vitest';
import { testConformance } from '../conformance.ts';
import { connect } from './cluster/cluster.ts';
import { argoOn } from './engine.ts';

// On the real Argo, which starts one pod for each attempt: `UPDATE=1 npm test test/engines/argo/conformance`.

const address = inject('cluster');

testConformance('Argo', { start: address === undefined ? undefined : () => argoOn(connect(address)) });
