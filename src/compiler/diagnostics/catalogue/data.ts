import type { DiagnosticSpecs } from '../spec.ts';

/** `start → a → b`, with the middle of a long one left out. */
const way = (steps: readonly string[]): string =>
  `the way ${(steps.length > 7 ? [...steps.slice(0, 3), '…', ...steps.slice(-3)] : steps).map((step) => `\`${step}\``).join(' → ')}`;

export const dataDiagnostics = {
  'artifact-never-set': {
    code: 'FLOWC3001',
    severity: 'error',
    message: (artifact: string) => `\`${artifact}\` is read here, but no step ever sets it`,
    help: 'Assign it in an earlier step, or give the field an initial value.',
    why: 'A field without an initial value that no step assigns is unset in every task.',
  },
  'artifact-unset': {
    code: 'FLOWC3002',
    severity: 'error',
    message: (artifact: string, step: string) => `\`${artifact}\` is read here, but nothing sets it before \`${step}\``,
    help: 'Assign it in a step that runs before, give the field an initial value, or declare it with `?` where it may be missing.',
    why: 'A task sees only what the steps before it have left. On every path to this one the artifact is still unset.',
  },
  'artifact-maybe-unset': {
    code: 'FLOWC3003',
    severity: 'error',
    message: (artifact: string, path: readonly string[]) =>
      `\`${artifact}\` may be unset here: ${way(path)} does not set it`,
    help: 'Assign it on that path too, give the field an initial value, or allow `undefined` in its type and test for it.',
    why: 'One path sets the artifact and another does not. Which one runs is decided by data, so the failure would come at run time, perhaps after hours.',
  },
  'artifact-lost-at-join': {
    code: 'FLOWC3004',
    severity: 'error',
    message: (artifact: string, join: string) =>
      `\`${artifact}\` is unset here: branches changed it, and the join \`${join}\` does not take it`,
    help: 'Assign it in the join from its inputs, as in `this.x = inputs.a.x`, or take it with `this.merge(inputs)`.',
    why: 'Past a join there are as many values of an artifact as branches that changed it. flowc never chooses among them: the join says which one goes on.',
  },
  'input-artifact-unset': {
    code: 'FLOWC3005',
    severity: 'error',
    message: (artifact: string, join: string, branch: string) =>
      `\`${join}\` reads \`${artifact}\` of its inputs, but branch \`${branch}\` may come without it`,
    help: 'Assign it on every way through that branch, read it only of the branches that have it, by name, or declare that it may be unset: `score?: number`.',
    why: 'An input of a join is the last task of a branch or body. What no step of it has set, it does not have.',
  },
  'unknown-branch': {
    code: 'FLOWC3006',
    severity: 'error',
    message: (join: string, branch: string, branches: readonly string[]) =>
      branches.length === 0
        ? `\`inputs.${branch}\` has no meaning in \`${join}\`: it joins a foreach, whose inputs have no names`
        : `\`inputs.${branch}\` is no branch of what \`${join}\` joins: they are ${branches.map((name) => `\`${name}\``).join(', ')}`,
    help: 'Name an input by the first step of its branch; the inputs of a foreach are a list: `inputs[0]`, `inputs.map(…)`.',
    why: "The join of a static split finds the last task of each branch under the name of the branch's first step.",
  },
  'element-outside-foreach': {
    code: 'FLOWC3007',
    severity: 'error',
    message: (step: string) => `\`${step}\` lies in no foreach: there is no element and no index here`,
    help: 'Read `this.input` and `this.index` in the steps between a foreach and its join, and keep what you need later in an artifact.',
    why: '`this.input` and `this.index` are those of the innermost open foreach.',
  },
  'merge-conflict': {
    code: 'FLOWC3008',
    severity: 'error',
    message: (artifact: string, one: string, two: string) =>
      `\`merge\` cannot take \`${artifact}\`: branches \`${one}\` and \`${two}\` both set it`,
    help: "Assign it in the join before `merge`, as in `this.x = inputs.a.x`, or leave it out with `{ exclude: ['x'] }`.",
    why: '`merge` takes artifacts on which all branches agree. Two branches that assign the same artifact have two values for it, and only the join can say which one counts.',
  },
  'merge-of-unset': {
    code: 'FLOWC3009',
    severity: 'error',
    message: (artifact: string, join: string) =>
      `\`merge\` cannot take \`${artifact}\`: no input of \`${join}\` has it`,
    help: 'Set it in a branch or before the split, or take it out of `include`.',
    why: '`merge` fails where an artifact that it was told to include is in no input.',
  },
  'exit-artifact-unset': {
    code: 'FLOWC3011',
    severity: 'error',
    message: (handler: string, artifact: string, when: string) =>
      when === 'success'
        ? `\`${handler}\` reads \`${artifact}\`, which is not surely set at \`end\``
        : `\`${handler}\` reads \`${artifact}\`, but it also runs after a failure, when no artifact is sure to be there`,
    help: "Under `@onExit('success')` read what `end` has; after a failure read `current.failure` and parameters. A field that may be missing is declared with `?`.",
    why: 'An exit handler runs once after the run. After a success it sees the artifacts of `end`; after a failure there is no last task whose artifacts they could be.',
  },
  'exit-handler-writes': {
    code: 'FLOWC3012',
    severity: 'error',
    message: (handler: string, artifact: string) =>
      `\`${handler}\` assigns \`${artifact}\`, but the run is over: nothing keeps it`,
    help: 'Use a local variable, or assign it in a step.',
    why: 'An exit handler is no step: no task stores what it leaves, and nobody comes after it who could read it.',
  },
  'artifact-never-read': {
    code: 'FLOWC3010',
    severity: 'warning',
    message: (artifact: string) =>
      `\`${artifact}\` is written, but no later step reads it and it does not reach \`end\``,
    help: 'Delete it, make it a local variable of its step, or carry it on to `end` if it is a result.',
    why: 'Every artifact is stored by the task that sets it. One that nobody reads and that is no result of the run costs time and space for nothing.',
  },
  'parameter-assigned': {
    code: 'FLOWC3101',
    severity: 'error',
    message: (name: string) => `parameter \`${name}\` is changed here`,
    help: 'Parameters are the same for the whole run: keep the new value in a field of its own, and make the parameter `readonly` to hear of this in the editor.',
    why: 'Every task reads the parameters that the run was started with. A change made in one task would be gone in the next.',
  },
  'unknown-field': {
    code: 'FLOWC3102',
    severity: 'error',
    message: (name: string, flow: string, suggestion: string) =>
      `flow \`${flow}\` declares no field \`${name}\`${suggestion}`,
    help: 'Declare it in the class, as in `score!: number`.',
    why: 'Artifacts are the declared fields of a flow. What is assigned to anything else is not stored, and gone after the step.',
  },
  'input-written': {
    code: 'FLOWC3103',
    severity: 'error',
    message: () => 'an input of a join is changed here',
    help: 'Copy what you need into the flow, `this.items = [...inputs.a.items]`, and change that.',
    why: 'Inputs are what finished tasks left behind. A join reads them; what it makes of them it keeps in its own artifacts.',
  },
  'input-called': {
    code: 'FLOWC3104',
    severity: 'error',
    message: (name: string) => `\`${name}\` is called on an input of a join`,
    help: 'Read artifacts of an input, as in `inputs.a.score`, and call methods on `this`.',
    why: 'An input holds the artifacts of a task that has finished. No step or method can run on it any more.',
  },
  'reserved-assigned': {
    code: 'FLOWC3105',
    severity: 'error',
    message: (name: string) => `\`this.${name}\` is given by flowc and cannot be assigned`,
    help: 'Use a field of another name.',
    why: '`next`, `merge`, `input` and `index` belong to every flow: they are how a step talks with what runs it.',
  },
  'this-escapes': {
    code: 'FLOWC3106',
    severity: 'warning',
    message: (step: string) => `\`this\` leaves \`${step}\` here, and flowc cannot follow what happens to it`,
    help: 'Hand over the values that are needed, as in `report(this.score)`, and assign what comes back.',
    why: 'flowc knows from the code which artifacts a step reads and writes. Where the whole flow object is handed away, it has to assume all of them: the step fetches every artifact, and mistakes are found at run time only.',
  },
  'unstorable-value': {
    code: 'FLOWC3107',
    severity: 'error',
    message: (artifact: string, what: string) => `${what} cannot be stored in artifact \`${artifact}\``,
    help: 'Store plain data: JSON values, dates, maps, sets, typed arrays, files; await a promise first; what only this step needs can be a local variable.',
    why: 'An artifact travels to other machines and processes as data. What is alive, such as a function, a promise or a socket, cannot.',
  },
  'merge-outside-join': {
    code: 'FLOWC3108',
    severity: 'error',
    message: () => "`this.merge(…)` stands outside of a join's own body",
    help: 'Call it in the body of a step that takes `inputs: Inputs<…>`.',
    why: '`merge` takes artifacts from the inputs of a join; only a join has them, and flowc has to see which it takes.',
  },
  'merge-inputs': {
    code: 'FLOWC3109',
    severity: 'error',
    message: () => '`this.merge(…)` takes the inputs of the join as its first argument',
    help: "Write `this.merge(inputs)` with the step's own parameter, not a part or a copy of it.",
    why: '`merge` compares what all branches left. From some of them it could not tell whether they agree.',
  },
  'merge-options': {
    code: 'FLOWC3110',
    severity: 'error',
    message: () => 'flowc cannot read these options of `this.merge(…)`',
    help: "Write `{ include: ['a', 'b'] }` or `{ exclude: ['a'] }`: one of the two, with names in quotes.",
    why: 'Which artifacts pass a join has to be known before anything runs.',
  },
  'merge-unknown-artifact': {
    code: 'FLOWC3111',
    severity: 'error',
    message: (name: string, flow: string, suggestion: string) =>
      `flow \`${flow}\` has no artifact \`${name}\`${suggestion}`,
    help: 'Name a public field of the flow that is no parameter.',
    why: '`merge` takes artifacts: declared fields of the flow.',
  },
  'merge-as-value': {
    code: 'FLOWC3112',
    severity: 'error',
    message: () => '`this.merge` is used as a value here',
    help: 'Call it directly: `this.merge(inputs)`.',
    why: 'flowc finds what a join takes by the calls `this.merge(…)` that it sees.',
  },
  'method-assigned': {
    code: 'FLOWC3113',
    severity: 'error',
    message: (name: string, kind: string) => `\`${name}\` is a ${kind} of the flow and cannot be assigned`,
    help: 'Use a field of another name.',
    why: 'The steps and methods of a flow are the same in every task.',
  },
} as const satisfies DiagnosticSpecs;
