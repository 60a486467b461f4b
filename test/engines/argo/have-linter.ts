// Whether the tests that need the real Argo can run here. Without Go they are skipped on a person's machine, which is
// told so, and fail in CI, where nobody would notice.

import { env, stderr } from 'node:process';
import { GoMissingError, goVersion } from './build-linter.ts';

export const haveLinter = await canRunGo();

async function canRunGo(): Promise<boolean> {
  try {
    await goVersion();
    return true;
  } catch (error) {
    if (!(error instanceof GoMissingError) || env['CI'] === 'true') throw error;
    stderr.write(`Tests against the real Argo are skipped. ${error.message}\n`);
    return false;
  }
}
