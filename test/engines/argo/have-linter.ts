// Whether the tests that need the real Argo can run here.

import { canRunGo } from '../build-go.ts';
import { linter } from './build-linter.ts';

export const haveLinter = await canRunGo('Tests against the real Argo', linter.folder);
