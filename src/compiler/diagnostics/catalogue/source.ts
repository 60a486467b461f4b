import type { DiagnosticSpecs } from '../spec.ts';

// 1xxx: files, modules, classes and their members.

export const sourceDiagnostics = {
  'syntax-error': {
    code: 'FLOWC1001',
    severity: 'error',
    message: (what: string) => `syntax error: ${what}`,
    help: 'Mend the syntax; nothing else in this file can be checked before.',
    why: 'flowc reads a flow from its syntax. A file that does not parse says nothing that could be relied on, so all its syntax errors are reported and nothing else about it.',
  },
  'module-not-found': {
    code: 'FLOWC1002',
    severity: 'error',
    message: (specifier: string) => `there is no file for \`${specifier}\``,
    help: 'Check the path, the extension, and `paths` in tsconfig.json.',
    why: 'A base class, a decorator or the value of an option comes from this module, so flowc has to read it. Modules that only the bodies of steps use are never opened.',
  },
  'bad-json': {
    code: 'FLOWC1003',
    severity: 'error',
    message: (path: string, what: string) => `\`${path}\` is not JSON: ${what}`,
    help: 'A JSON file has no comments and no trailing commas; a `.ts` file with an exported constant may have both.',
    why: 'An imported JSON file is configuration that the compiler reads. What Node would refuse when the task starts is refused here.',
  },
  'no-flow': {
    code: 'FLOWC1004',
    severity: 'error',
    message: (file: string) => `\`${file}\` exports no flow`,
    help: 'A flow is a class that is exported, not abstract, and extends `FlowSpec` of flowc: `export class TrainFlow extends FlowSpec { … }`.',
    why: 'A file given to flowc is expected to hold at least one flow. Classes that nearly are one are named, with what keeps them from it.',
  },
  'unknown-base': {
    code: 'FLOWC1005',
    severity: 'error',
    message: (flow: string, reason: string) => `flowc cannot follow what \`${flow}\` extends: ${reason}`,
    help: 'Extend `FlowSpec` of flowc or a class that is declared by name in a file of yours.',
    why: 'Steps, fields and parameters of a flow are read from its class and all classes that it extends. A class that is computed, or that comes from a package, cannot be read without running code.',
  },
  'constructor-parameters': {
    code: 'FLOWC1006',
    severity: 'error',
    message: (flow: string) => `the constructor of \`${flow}\` takes parameters`,
    help: 'Use `parameter.*` fields for what a run is given, and constants for the rest.',
    why: 'Every task makes its flow object anew by `new Flow()`, in another process: there is nobody who could pass an argument.',
  },
  'unnamed-flow': {
    code: 'FLOWC1007',
    severity: 'error',
    message: () => 'a flow needs a class name',
    help: 'Write `export class TrainFlow extends FlowSpec { … }`.',
    why: "The class name is the flow's name: in manifests, in the paths of its artifacts and on the command line. A class without one, or one that is assigned to a constant, has none to rely on.",
  },
  'experimental-decorators': {
    code: 'FLOWC1008',
    severity: 'error',
    message: () => '`experimentalDecorators` is on',
    help: 'Remove it from tsconfig.json: flowc uses the standard decorators.',
    why: "With `experimentalDecorators` TypeScript checks and compiles decorators by rules that are not the language's: the types of flowc's decorators would refuse right flows and accept wrong ones.",
  },
  'duplicate-flow': {
    code: 'FLOWC1009',
    severity: 'error',
    message: (name: string, other: string) =>
      name === other
        ? `two flows are called \`${name}\``
        : `the flows \`${other}\` and \`${name}\` differ in case only`,
    help: 'Rename one.',
    why: 'Manifests and artifacts are found by the name of the flow. Many engines and file systems do not tell upper from lower case.',
  },
  'reserved-name': {
    code: 'FLOWC1010',
    severity: 'error',
    message: (name: string) => `\`${name}\` is a name of FlowSpec's own`,
    help: 'Choose another name; `next`, `merge`, `input` and `index` are taken.',
    why: '`this.next`, `this.merge`, `this.input` and `this.index` are how a step speaks with flowc. A member of the same name would hide them.',
  },
  'duplicate-name': {
    code: 'FLOWC1011',
    severity: 'error',
    message: (name: string) => `\`${name}\` is declared twice`,
    help: 'Remove or rename one.',
    why: 'Of two members of a class with one name JavaScript silently keeps the last. In a flow that would drop a step or an artifact without a word.',
  },
  'step-misplaced': {
    code: 'FLOWC1012',
    severity: 'error',
    message: (what: string) => `\`@step\` stands on ${what}`,
    help: 'A step is an ordinary public method: `@step async train() { … }`.',
    why: 'A step is called by its name on a new flow object. Fields, accessors, statics, generators, `#private` and abstract methods cannot be called so.',
  },
  'step-name': {
    code: 'FLOWC1013',
    severity: 'error',
    message: (name: string) => `${name} cannot name a step`,
    help: 'Give the step a name that is an identifier: letters, digits, `_` and `$`.',
    why: "A step's name stands in the paths of its artifacts, in task ids and in manifests, and `this.next(this.name)` has to be able to say it.",
  },
  'override-without-step': {
    code: 'FLOWC1014',
    severity: 'error',
    message: (name: string) => `\`${name}\` overrides a step and is none itself`,
    help: 'Put `@step` on it again, with the decorators it needs: an override inherits none.',
    why: 'An override of a step is a step. Without `@step` a reader of the class could not see that a task runs it.',
  },
  'names-differ-in-case': {
    code: 'FLOWC1015',
    severity: 'error',
    message: (name: string, other: string) => `\`${name}\` and \`${other}\` differ in case only`,
    help: 'Rename one.',
    why: 'Kubernetes writes names in lower case, and some file systems hold `Train` and `train` for one file: two such steps, artifacts or parameters would overwrite each other.',
  },
  'field-redeclared': {
    code: 'FLOWC1016',
    severity: 'error',
    message: (name: string) => `\`${name}\` is declared again and so loses its initial value`,
    help: 'Write `declare` before it, give it an initialiser, or remove it.',
    why: 'In standard JavaScript a field without an initialiser sets `undefined`, also over a value that a base class has just set there.',
  },
  'initialiser-differs': {
    code: 'FLOWC1017',
    severity: 'warning',
    message: (name: string, what: string) =>
      `\`${name}\` has another value in every task: its initialiser uses ${what}`,
    help: 'Assign it in `start` to make it an artifact: it then has one value in the whole run.',
    why: 'A field that no step assigns is made anew in every task by its initialiser. A clock, a random number or a fresh id there means that no two tasks agree.',
  },
  'unstorable-field': {
    code: 'FLOWC1018',
    severity: 'error',
    message: (name: string, what: string) => `\`${name}\` is an artifact and cannot be stored: ${what}`,
    help: 'Store plain data and make the object from it in the step that needs it, or initialise the field and never assign it.',
    why: 'An artifact is written to the datastore by one task and read by another, in another process. Functions, promises, streams, weak collections and instances of classes do not survive that.',
  },
  'unknown-flow': {
    code: 'FLOWC1019',
    severity: 'error',
    message: (flow: string, guess: string, flows: readonly string[]) =>
      `the file exports no flow \`${flow}\`${guess || `; it has ${flows.map((name) => `\`${name}\``).join(', ')}`}`,
    help: 'Name one that it exports after the `#`, or leave the `#` out to take all of them.',
    why: 'A file may hold several flows; `file.ts#Train` picks one of them by the name of its class.',
  },
} as const satisfies DiagnosticSpecs;
