import { CONTRACT_VERSION, SHIM } from '../protocol.ts';
import { VERSION } from '../version.ts';
import { runPod } from './pod.ts';

// The shim's executable, `flowc-task STEP …`. Beside it lies the worker's, in which it has the step's own code run. `--version` tells what an image holds.

const args = process.argv.slice(2);
if (args.length === 1 && args[0] === '--version') {
  process.stdout.write(`${SHIM} of flowc ${VERSION}, version ${CONTRACT_VERSION} of the contract\n`);
} else {
  void runPod(args, process.env).then((code) => {
    process.exitCode = code;
  });
}
