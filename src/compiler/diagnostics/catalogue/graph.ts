import type { DiagnosticSpecs } from '../spec.ts';

export const graphDiagnostics = {
  'no-start': {
    code: 'FLOWC2001',
    severity: 'error',
    message: (flow: string) => `flow \`${flow}\` has no step \`start\``,
    help: 'add a method `start` with `@step`: it is the first task of every run',
    why: 'A run begins with one task of the step `start`. Without it an orchestrator would not know where to begin.',
  },
  'no-end': {
    code: 'FLOWC2002',
    severity: 'error',
    message: (flow: string) => `flow \`${flow}\` has no step \`end\``,
    help: 'add a method `end` with `@step` and let the last steps go there with `this.next(this.end)`',
    why: 'Every run that succeeds finishes with one task of the step `end`. It makes "the run is done" one fact, and what stands in the flow then is the result of the run.',
  },
  'start-takes-parameter': {
    code: 'FLOWC2003',
    severity: 'error',
    message: (takes: string) =>
      `\`start\` takes ${takes === 'inputs' ? 'inputs to join' : 'an element'}, but nothing comes before it`,
    help: 'remove the parameter; values from outside reach a flow as `parameter.*` fields',
    why: 'A step takes an element as the first step of a foreach, or inputs as a join. `start` is the first task of a run and can be neither.',
  },
  'unreachable-step': {
    code: 'FLOWC2004',
    severity: 'error',
    message: (step: string) => `step \`${step}\` is never reached from \`start\``,
    help: 'let a step go to it with `this.next(…)`, or delete it',
    why: 'A step that no transition leads to never runs. That is nearly always a transition that was forgotten or names another step.',
  },
  'cannot-reach-end': {
    code: 'FLOWC2005',
    severity: 'error',
    message: (step: string, opener: string | undefined) =>
      opener === undefined
        ? `from step \`${step}\` no way leads to \`end\``
        : `from step \`${step}\` no way leads to a join of what \`${opener}\` splits`,
    help: 'give the steps that follow it, or the loop it goes into, a transition that leaves',
    why: 'A run that enters steps with no way out would never finish: it goes round for ever, or stops in the middle.',
  },
  'split-not-joined': {
    code: 'FLOWC2006',
    severity: 'error',
    message: (opener: string, kind: string) =>
      kind === 'foreach'
        ? `the foreach of \`${opener}\` reaches \`end\` without a join`
        : `the split of \`${opener}\` reaches \`end\` without a join`,
    help: 'join it before: a step whose parameter is `inputs: Inputs<…>` gathers all its tasks',
    why: 'A split or foreach runs several tasks at once. They have to meet in one join before `end`, which runs once.',
  },
  'split-half-joined': {
    code: 'FLOWC2007',
    severity: 'error',
    message: (opener: string, join: string) =>
      `one way out of what \`${opener}\` splits goes to \`end\`, another to the join \`${join}\``,
    help: 'let every way go to the same join',
    why: 'A join waits for every task of its split or foreach. A way that goes past it would leave it waiting.',
  },
  'split-misjoined': {
    code: 'FLOWC2008',
    severity: 'error',
    message: (opener: string, one: string, two: string) =>
      `what \`${opener}\` splits is joined by both \`${one}\` and \`${two}\``,
    help: 'let all ways go to one join',
    why: 'Exactly one join closes a split or foreach: it has all the inputs, and what follows runs once.',
  },
  'join-closes-two': {
    code: 'FLOWC2009',
    severity: 'error',
    message: (join: string) => `join \`${join}\` closes more than one split or foreach`,
    help: 'give each split and foreach a join of its own: the inner ones first, then one for what they lie in',
    why: 'A join closes the innermost open split or foreach. One that is reached from several has inputs of different kinds, and nobody could say how many to wait for.',
  },
  'join-without-split': {
    code: 'FLOWC2010',
    severity: 'error',
    message: (join: string) => `\`${join}\` is a join, but no split or foreach is open here`,
    help: 'remove its parameter `inputs`, or split before',
    why: 'A step with a parameter of type `Inputs<…>` is a join: it closes a split or foreach. Where none is open there is nothing that it could gather.',
  },
  'leaves-scope': {
    code: 'FLOWC2011',
    severity: 'error',
    message: (step: string) => `step \`${step}\` would lie in two different branches or bodies`,
    help: 'let the branches meet in a join, a step with `inputs: Inputs<…>`, or give each its own step',
    why: 'A step lies in exactly one branch, foreach body or the flow itself; a way out of those leads only through their join. So a task always knows how many of it there are, and which inputs and elements it has.',
  },
  'two-openers': {
    code: 'FLOWC2012',
    severity: 'error',
    message: (step: string) => `step \`${step}\` begins the branch or body of two different transitions`,
    help: 'use the same targets on every path of one step, or give each split and foreach steps of its own',
    why: 'One split or foreach opens a body. From a step and its indices everybody can then tell which task opened the body it runs in.',
  },
  'empty-branch': {
    code: 'FLOWC2013',
    severity: 'error',
    message: (opener: string, join: string, kind: string) =>
      kind === 'foreach'
        ? `the foreach of \`${opener}\` has no body: \`${join}\` is a join`
        : `the split of \`${opener}\` has an empty branch: \`${join}\` is a join`,
    help: 'put at least one step between a split or foreach and its join',
    why: 'The inputs of a join are the last tasks of the branches. An empty branch has no task, and so no input.',
  },
  'element-without-foreach': {
    code: 'FLOWC2014',
    severity: 'error',
    message: (step: string) => `step \`${step}\` takes an element, but this transition gives it none`,
    help: 'use `{ foreach: … }` here, or remove the parameter; in later steps of a body the element is `this.input`',
    why: 'Only the first step of a foreach body takes the element as its parameter.',
  },
  'reserved-branch-name': {
    code: 'FLOWC2015',
    severity: 'error',
    message: (step: string) =>
      `\`${step}\` cannot name a branch: \`inputs.${step}\` is already something of every array`,
    help: 'rename the step',
    why: 'A join finds the input of a branch under the name of its first step, and `inputs` is an array: its own members keep their meaning.',
  },
  'irreducible-loop': {
    code: 'FLOWC2016',
    severity: 'error',
    message: (from: string, to: string) =>
      `the way back from \`${from}\` to \`${to}\` makes a loop that can be entered in two places`,
    help: 'let every way into the loop go through the same step, its header',
    why: 'The visits of a loop are counted at its header. A loop with two ways in has no header, and its tasks no ids.',
  },
  'loop-with-two-bounds': {
    code: 'FLOWC2017',
    severity: 'error',
    message: (header: string, one: number, two: number) =>
      `the loop of \`${header}\` has two bounds, ${one} and ${two}`,
    help: 'give one of its edges back `maxVisits`, or all of them the same',
    why: 'All edges back to one header are one loop with one counter, so there is one bound.',
  },
  'max-visits-without-loop': {
    code: 'FLOWC2018',
    severity: 'error',
    message: (step: string) => `\`maxVisits\` has no meaning here: this transition to \`${step}\` closes no loop`,
    help: 'put it on the transition that goes back to an earlier step, or remove it',
    why: '`maxVisits` bounds how often the header of a loop is visited in one stay, and stands on an edge back to it.',
  },
} as const satisfies DiagnosticSpecs;
