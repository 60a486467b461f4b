// What the manifests of every target and the shim that runs one task in a pod have to spell alike: the shim's command and
// arguments, its environment variables, the files in which it hands out its control, and its exit codes. Constants and
// types only; this file imports nothing, so that both sides may import it.

/** The version of these names and of the rules behind them. A shim refuses another. */
export const CONTRACT_VERSION = 1;

/**
 * The shim's executable, on the PATH of every image that runs steps:
 * `flowc-task train --frames 3 --attempt 0 --tries 4`, or for an exit handler `flowc-task notify --exit Succeeded` or `flowc-task notify --exit --guard`.
 */
export const SHIM = 'flowc-task';

/** Arguments of the shim, after the name of the step or exit handler. */
export const flags = {
  /** The task's frames. Left out at the top level, where they are empty. */
  frames: '--frames',
  /** The engine's number of this attempt, 0 for the first. Left out where the engine does not try again, or knows no such number: the shim then counts. */
  attempt: '--attempt',
  /** The most attempts that the engine makes. Left out where it does not try again. */
  tries: '--tries',
  /** The method is an exit handler; the value is how the engine says the run ended, `Succeeded` or anything else. Without one it is looked up. */
  exit: '--exit',
  /**
   * Without a value: the engine starts also what is not to run, so ask first. Of a step, whether its arm was taken; of an exit handler, whether it is for a run
   * that ended so.
   */
  guard: '--guard',
  /**
   * Without a value: the step is the header of a loop, and all of the loop is run in the place of one task, until it is left. `--frames` are those around the
   * loop, without a visit of it; the control is that of the task which left.
   */
  collapsed: '--collapsed',
} as const;

/** Environment variables of the shim. */
export const environment = {
  /** The flow's class name. */
  flow: 'FLOWC_FLOW',
  /** The run id, unique for ever. */
  run: 'FLOWC_RUN',
  /** Who runs it, unlike any other engine and run: `argo/<workflow uid>`, `airflow/<dag id>/<run id>/<its moment>`. By it the first task sees that a run id is used twice. */
  engine: 'FLOWC_ENGINE',
  /** The datastore's root, a folder or `s3://bucket/prefix`. */
  datastore: 'FLOWC_DATASTORE',
  /** The id of the code package. */
  code: 'FLOWC_PACKAGE',
  /** Where code packages may lie, in place of `PACKAGES_FOLDER`. */
  packages: 'FLOWC_PACKAGES',
  /** What the engine calls this attempt, so that people find it there: in Kubernetes the pod's name. May be absent: then it is the job's id where AWS Batch runs it. */
  pod: 'FLOWC_POD',
  /**
   * The run's parameters, given to the first task only, as the engine can say them. A JSON list of `{ "name": …, "value": … }`, in any order, beside
   * whatever else the engine says of them: a value is the JSON of the parameter's value; a text that is no JSON stands for
   * itself where a string, date, file or choice is wanted, and the empty text of an optional parameter without a default means
   * that it was not given. Or a JSON object of values by name: each stands for itself, and `null` means that it was not given.
   */
  parameters: 'FLOWC_PARAMETERS',
  /** In place of `--attempt` and `--tries`, where the engine says them of all tasks alike. */
  attempt: 'FLOWC_ATTEMPT',
  tries: 'FLOWC_TRIES',
  /** Where the control goes in place of `CONTROL_FOLDER`: a folder, where that is not the container's own, or `s3://bucket/prefix`, for engines that read objects. */
  control: 'FLOWC_CONTROL',
} as const;

/**
 * FLOWC_SECRET_0, FLOWC_SECRET_1, …: secrets that are given whole, each the text of a JSON object. The shim makes a variable of each of its keys, and takes the
 * text itself away. Of a key that several have the last counts; a variable that is there already stays.
 */
export const SECRET_PREFIX = 'FLOWC_SECRET_';

/** What the control says, one file each in `CONTROL_FOLDER`, without a trailing newline and empty where it means nothing. */
export type ControlOutput = 'next' | 'count' | 'inside' | 'again';

/** Where the shim writes the control for engines that read files: `/tmp/flowc/next`, … */
export const CONTROL_FOLDER = '/tmp/flowc';

/** Beside them, the whole control as one JSON object, in which what means nothing is absent. Airflow reads a file of this name. On S3 it stands alone, */
export const CONTROL_OBJECT = 'return.json';

/** but for a list of the frames of a foreach's tasks, `["3.0","3.1"]`: there is an engine that can map over a list and not over a number. */
export const FRAMES_OBJECT = 'frames.json';

/**
 * Where an image, or a volume of the pod, has code packages: each in a file of its id, or compressed by zstd in `<id>.zst`. What is not there the shim
 * fetches from the datastore.
 */
export const PACKAGES_FOLDER = '/opt/flowc/packages';

/** Exit codes of the shim, docs/runtime.md; what a signal has ended answers 128 and the signal's number: 143 for SIGTERM, 137 for SIGKILL. */
export const exitCodes = {
  /** The step failed: it threw, left its process by itself, or cannot be loaded. */
  failed: 1,
  /** The attempt ran longer than its `@timeout`. */
  timedOut: 124,
  /** Trying again cannot help: a loop past its bound, another flow's run id, a changed graph. */
  refused: 98,
  /** What `--guard` was asked is not to run: its arm was not taken, or the exit handler is for another end. Nothing is recorded of it. */
  notTaken: 99,
} as const;
