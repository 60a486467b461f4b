import { runPod } from './pod.ts';

// The shim's executable, `flowc-task STEP …`. Beside it lies the worker's, in which it has the step's own code run.

void runPod(process.argv.slice(2), process.env).then((code) => {
  process.exitCode = code;
});
