import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { runOnArgo } from '../argo-engine.ts';
import { graphOf, lowered, printed, workflowOf } from '../compiled.ts';
import { numbers } from '../dice.ts';
import { flowOf } from '../flow.ts';
import { runDirectly, shimOf } from '../interpreter.ts';
import { propertyOf } from '../property.ts';
import { decisionsOf } from '../run.ts';

/** The manifest runs the tasks that the transitions say, each after the same others. */
export const execution = propertyOf(
  'makes Argo run exactly the tasks of the flow, in its order',
  250,
  fc.record({ drawn: numbers, seed: fc.nat() }),
  ({ drawn, seed }) => {
    const graph = graphOf(flowOf(drawn).files);
    const manifest = lowered(graph);
    const decisions = decisionsOf(seed);
    const onArgo = runOnArgo(workflowOf(manifest), shimOf(graph, decisions));
    equal(onArgo.toString(), runDirectly(graph, decisions).toString(), printed(manifest));
  },
);
