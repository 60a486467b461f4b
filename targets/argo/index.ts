import type { Target } from '../target.ts';
import { explainArgo } from './explain.ts';
import { lowerArgo, type ArgoManifest } from './lower.ts';
import type { ArgoOptions } from './options.ts';
import { printArgo } from './print.ts';
import { supports } from './supports.ts';

export const argo: Target<ArgoOptions, ArgoManifest> = {
  id: 'argo',
  title: 'Argo Workflows',
  supports,
  lower: lowerArgo,
  explain: explainArgo,
  print: printArgo,
};
