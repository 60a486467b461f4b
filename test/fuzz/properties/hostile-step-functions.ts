import { deepEqual, ok } from 'node:assert/strict';
import { stepFunctions } from '../../../targets/step-functions/index.ts';
import { faultsOf } from '../../asl/verify.ts';
import { hostileIn, printedBy, sourceOf } from '../hostile-flow.ts';
import { propertyOf } from '../property.ts';
import { Deployed, places } from '../step-functions-places.ts';

const DECIDES = 'if (Math.random() < 0.5) this.next(this.work); else this.next(this.end);';

export const hostileStepFunctions = propertyOf(
  'lets every text arrive on Step Functions as it was written, or says where it cannot',
  1000,
  hostileIn(places),
  ({ where, text }) => {
    const place = places[where];
    if (place === undefined) throw new Error(`no place ${where}`);
    const files = printedBy(sourceOf(place, text, DECIDES), (graph, sink) => {
      const enough = { image: 'flows:1', datastore: 's3://flows/store', batchQueue: 'flows' };
      const manifest = stepFunctions.lower(graph, { ...enough, ...place.options?.(text) }, sink);
      return sink.hasErrors ? [] : stepFunctions.print(manifest);
    });
    if (files === undefined) return;
    for (const file of files) ok(file.text.isWellFormed(), 'half of a surrogate pair cannot be written to a file');
    const deployed = new Deployed(files.map((file) => file.text).join(''));
    deepEqual(faultsOf(deployed.machine), []);
    if (place.arrives !== undefined)
      deepEqual(place.arrives(deployed), place.wanted === undefined ? text : place.wanted(text));
  },
);
