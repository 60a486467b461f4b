import type { DiagnosticSpecs } from '../spec.ts';

export const graphDiagnostics = {
  'no-start': {
    code: 'FLOWC2001',
    severity: 'error',
    message: (flow: string) => `flow \`${flow}\` has no step \`start\``,
    help: 'Add a method `start` with `@step`: it is the first task of every run.',
    why: 'A run begins with one task of the step `start`. Without it an orchestrator would not know where to begin.',
  },
  'no-end': {
    code: 'FLOWC2002',
    severity: 'error',
    message: (flow: string) => `flow \`${flow}\` has no step \`end\``,
    help: 'Add a method `end` with `@step` and let the last steps go there with `this.next(this.end)`.',
    why: 'Every run that succeeds finishes with one task of the step `end`. It makes "the run is done" one fact, and what stands in the flow then is the result of the run.',
  },
  'start-takes-parameter': {
    code: 'FLOWC2003',
    severity: 'error',
    message: (takes: string) =>
      `\`start\` takes ${takes === 'inputs' ? 'inputs to join' : 'an element'}, but nothing comes before it`,
    help: 'Remove the parameter; values from outside reach a flow as `parameter.*` fields.',
    why: 'A step takes an element as the first step of a foreach, or inputs as a join. `start` is the first task of a run and can be neither.',
  },
  'unreachable-step': {
    code: 'FLOWC2004',
    severity: 'error',
    message: (step: string) => `step \`${step}\` is never reached from \`start\``,
    help: 'Let a step go to it with `this.next(…)`, or delete it.',
    why: 'A step that no transition leads to never runs. That is nearly always a transition that was forgotten or names another step.',
  },
  'cannot-reach-end': {
    code: 'FLOWC2005',
    severity: 'error',
    message: (step: string, opener: string | undefined) =>
      opener === undefined
        ? `from step \`${step}\` no way leads to \`end\``
        : `from step \`${step}\` no way leads to a join of what \`${opener}\` splits`,
    help: 'Give the steps that follow it, or the loop it goes into, a transition that leaves.',
    why: 'A run that enters steps with no way out would never finish: it goes round for ever, or stops in the middle.',
  },
  'split-not-joined': {
    code: 'FLOWC2006',
    severity: 'error',
    message: (opener: string, kind: string) =>
      kind === 'foreach'
        ? `the foreach of \`${opener}\` reaches \`end\` without a join`
        : `the split of \`${opener}\` reaches \`end\` without a join`,
    help: 'Join it before: a step whose parameter is `inputs: Inputs<…>` gathers all its tasks.',
    why: 'A split or foreach runs several tasks at once. They have to meet in one join before `end`, which runs once.',
  },
  'split-half-joined': {
    code: 'FLOWC2007',
    severity: 'error',
    message: (opener: string, join: string) =>
      `one way out of what \`${opener}\` splits goes to \`end\`, another to the join \`${join}\``,
    help: 'Let every way go to the same join.',
    why: 'A join waits for every task of its split or foreach. A way that goes past it would leave it waiting.',
  },
  'split-misjoined': {
    code: 'FLOWC2008',
    severity: 'error',
    message: (opener: string, one: string, two: string) =>
      `what \`${opener}\` splits is joined by both \`${one}\` and \`${two}\``,
    help: 'Let all ways go to one join.',
    why: 'Exactly one join closes a split or foreach: it has all the inputs, and what follows runs once.',
  },
  'join-closes-two': {
    code: 'FLOWC2009',
    severity: 'error',
    message: (join: string) => `join \`${join}\` closes more than one split or foreach`,
    help: 'Give each split and foreach a join of its own: the inner ones first, then one for what they lie in.',
    why: 'A join closes the innermost open split or foreach. One that is reached from several has inputs of different kinds, and nobody could say how many to wait for.',
  },
  'join-without-split': {
    code: 'FLOWC2010',
    severity: 'error',
    message: (join: string) => `\`${join}\` is a join, but no split or foreach is open here`,
    help: 'Remove its parameter `inputs`, or split before.',
    why: 'A step with a parameter of type `Inputs<…>` is a join: it closes a split or foreach. Where none is open there is nothing that it could gather.',
  },
  'leaves-scope': {
    code: 'FLOWC2011',
    severity: 'error',
    message: (step: string) => `step \`${step}\` would lie in two different branches or bodies`,
    help: 'Let the branches meet in a join, a step with `inputs: Inputs<…>`, or give each its own step.',
    why: 'A step lies in exactly one branch, foreach body or the flow itself; a way out of those leads only through their join. So a task always knows how many of it there are, and which inputs and elements it has.',
  },
  'two-openers': {
    code: 'FLOWC2012',
    severity: 'error',
    message: (step: string) => `step \`${step}\` begins the branch or body of two different transitions`,
    help: 'Use the same targets on every path of one step, or give each split and foreach steps of its own.',
    why: 'One split or foreach opens a body. From a step and its indices everybody can then tell which task opened the body it runs in.',
  },
  'empty-branch': {
    code: 'FLOWC2013',
    severity: 'error',
    message: (opener: string, join: string, kind: string) =>
      kind === 'foreach'
        ? `the foreach of \`${opener}\` has no body: \`${join}\` is a join`
        : `the split of \`${opener}\` has an empty branch: \`${join}\` is a join`,
    help: 'Put at least one step between a split or foreach and its join.',
    why: 'The inputs of a join are the last tasks of the branches. An empty branch has no task, and so no input.',
  },
  'element-without-foreach': {
    code: 'FLOWC2014',
    severity: 'error',
    message: (step: string) => `step \`${step}\` takes an element, but this transition gives it none`,
    help: 'Use `{ foreach: … }` here, or remove the parameter; in later steps of a body the element is `this.input`, and a join takes `Inputs<Flow>`.',
    why: 'Only the first step of a foreach body takes the element as its parameter.',
  },
  'reserved-branch-name': {
    code: 'FLOWC2015',
    severity: 'error',
    message: (step: string) =>
      `\`${step}\` cannot name a branch: \`inputs.${step}\` is already something of every array`,
    help: 'Rename the step.',
    why: 'A join finds the input of a branch under the name of its first step, and `inputs` is an array: its own members keep their meaning.',
  },
  'irreducible-loop': {
    code: 'FLOWC2016',
    severity: 'error',
    message: (from: string, to: string) =>
      `the way back from \`${from}\` to \`${to}\` makes a loop that can be entered in two places`,
    help: 'Let every way into the loop go through the same step, its header.',
    why: 'The visits of a loop are counted at its header. A loop with two ways in has no header, and its tasks no ids.',
  },
  'loop-with-two-bounds': {
    code: 'FLOWC2017',
    severity: 'error',
    message: (header: string, one: number, two: number) =>
      `the loop of \`${header}\` has two bounds, ${one} and ${two}`,
    help: 'Give one of its edges back `maxVisits`, or all of them the same.',
    why: 'All edges back to one header are one loop with one counter, so there is one bound.',
  },
  'max-visits-without-loop': {
    code: 'FLOWC2018',
    severity: 'error',
    message: (step: string) => `\`maxVisits\` has no meaning here: this transition to \`${step}\` closes no loop`,
    help: 'Put it on the transition that goes back to an earlier step, or remove it.',
    why: '`maxVisits` bounds how often the header of a loop is visited in one stay, and stands on an edge back to it.',
  },
  'path-without-next': {
    code: 'FLOWC2101',
    severity: 'error',
    message: (step: string, never: boolean) =>
      never
        ? `step \`${step}\` never says with \`this.next(…)\` where the flow goes on`
        : `step \`${step}\` has a path that never reaches \`this.next(…)\``,
    help: 'End every path with one `this.next(…)`, or throw where the run cannot go on.',
    why: 'Each path through a step other than `end` reaches exactly one `this.next(…)`: it says which task comes next. A path that ends without one would leave the run with nowhere to go.',
  },
  'next-twice': {
    code: 'FLOWC2102',
    severity: 'error',
    message: (step: string) => `step \`${step}\` has a path that calls \`this.next(…)\` a second time here`,
    help: 'Put the calls into arms that exclude each other, with `else` or `return this.next(…)`; to start several steps at once write `this.next(this.a, this.b)`.',
    why: 'A task goes on exactly once. Two calls on one path would be two answers to the question of what comes next.',
  },
  'next-in-loop': {
    code: 'FLOWC2103',
    severity: 'error',
    message: (step: string) => `this \`this.next(…)\` of step \`${step}\` stands in a loop and can run more than once`,
    help: 'Leave the loop right after it with `return`, or move it behind the loop; for a task per element write `this.next(this.a, { foreach: items })`.',
    why: 'A task goes on exactly once, and a loop may come back to the call.',
  },
  'code-after-next': {
    code: 'FLOWC2104',
    severity: 'error',
    message: (step: string) => `step \`${step}\` still does work here after \`this.next(…)\``,
    help: 'Move it before the `this.next(…)`, or into a `finally` if it only tidies up.',
    why: '`this.next(…)` is the last thing that a step does. What is changed after it looks as if it came too late, and a failure there would be one of a task that has already said where to go on.',
  },
  'next-outside-step': {
    code: 'FLOWC2105',
    severity: 'error',
    message: (where: string, name: string) =>
      `\`this.next(…)\` stands in ${where} \`${name}\`, not in a step's own body`,
    help: 'Let the function return what decides, and call `this.next(…)` in the body of the step.',
    why: 'flowc reads the graph from the bodies of steps and never runs them. What a helper, a callback or an initialiser does, and how often, cannot be seen there.',
  },
  'next-in-end': {
    code: 'FLOWC2106',
    severity: 'error',
    message: () => '`end` calls `this.next(…)`, but nothing comes after it',
    help: 'Remove the call, or do this in a step before `end`.',
    why: 'A run that succeeds finishes with the step `end`.',
  },
  'next-as-value': {
    code: 'FLOWC2107',
    severity: 'error',
    message: () => '`this.next` is used as a value here',
    help: 'Call it as a statement of its own, `this.next(this.a)`, or as `return this.next(this.a)`.',
    why: 'flowc finds the ways on by the calls `this.next(…)` that it sees. One that travels under another name, or whose result is used, could run anywhere.',
  },
  'next-without-target': {
    code: 'FLOWC2108',
    severity: 'error',
    message: () => '`this.next()` names no step',
    help: 'Name the step that comes next: `this.next(this.end)`.',
    why: 'A transition leads to a step. A flow finishes with the step `end`, not by stopping.',
  },
  'next-target': {
    code: 'FLOWC2109',
    severity: 'error',
    message: () => 'this does not name a step',
    help: 'Write the target as `this.name`; to choose one, write `this.next(test ? this.a : this.b)`; options are an object literal and come last.',
    why: 'The graph is known before anything runs, so each target is written out: no variables, no computed names, no spreads.',
  },
  'next-options': {
    code: 'FLOWC2110',
    severity: 'error',
    message: () => 'flowc cannot read this option of `this.next(…)`',
    help: 'Write the options out as `{ foreach: this.items }` or `{ maxVisits: 20 }`, without spreads, methods or computed names.',
    why: 'What kind of transition this is must be known before anything runs.',
  },
  'next-unknown-option': {
    code: 'FLOWC2111',
    severity: 'error',
    message: (option: string, suggestion: string) => `\`this.next(…)\` has no option \`${option}\`${suggestion}`,
    help: 'Its options are `foreach` and `maxVisits`.',
    why: 'An option that flowc does not know would be left out silently, and the flow would do something else than it says.',
  },
  'max-visits': {
    code: 'FLOWC2112',
    severity: 'error',
    message: () => '`maxVisits` is no positive whole number that is known before the run',
    help: 'Write a number such as `{ maxVisits: 20 }`, or a `const` of this file that is one.',
    why: 'Targets without loops write the visits out one by one, so they have to know the bound when they compile.',
  },
  'next-options-clash': {
    code: 'FLOWC2113',
    severity: 'error',
    message: (clash: string) => `${clash}: these do not go together`,
    help: 'A transition is one of three: several targets, one target with `foreach`, or one target with `maxVisits`; put a step between to have more than one.',
    why: 'A static split runs different steps, a foreach the same step for each element, and `maxVisits` bounds a way back to one step.',
  },
  'unknown-target': {
    code: 'FLOWC2114',
    severity: 'error',
    message: (name: string, flow: string, suggestion: string) =>
      `flow \`${flow}\` has no step \`${name}\`${suggestion}`,
    help: 'Name a step of the flow, or add this one.',
    why: 'A transition leads to a step of the same flow.',
  },
  'target-not-step': {
    code: 'FLOWC2115',
    severity: 'error',
    message: (name: string) => `\`${name}\` is no step`,
    help: 'Put `@step` before it if it is a method that should run as a task of its own; an override of a step needs its own `@step`.',
    why: 'Only methods with `@step` are run as tasks.',
  },
  'duplicate-target': {
    code: 'FLOWC2116',
    severity: 'error',
    message: (name: string) => `this split names \`${name}\` twice`,
    help: 'Name each step once; to run one step several times, use `{ foreach: … }`.',
    why: 'The branches of a split are known by the names of their first steps.',
  },
  'foreach-not-iterable': {
    code: 'FLOWC2117',
    severity: 'error',
    message: (what: string) => `\`foreach\` cannot run over ${what}`,
    help: 'Give it an array, Map, Set or another iterable object; await a promise first.',
    why: 'A foreach runs one task for each element of an iterable object. Strings are refused, as one task per letter is hardly ever meant.',
  },
  'direct-step-call': {
    code: 'FLOWC2118',
    severity: 'error',
    message: (name: string) => `step \`${name}\` is called like a method`,
    help: 'Go to it with `this.next(…)`, or move what both need into a method without `@step`.',
    why: 'A step is run by the orchestrator, as a task of its own with its own artifacts, retries and resources. Called directly it would have none of these.',
  },
  'super-step': {
    code: 'FLOWC2119',
    severity: 'error',
    message: (name: string) => `\`super.${name}()\` calls a step`,
    help: 'Move what both steps need into a method without `@step`, and call that.',
    why: "An override replaces a step whole, its transition included. The base class's body would call `this.next(…)` a second time, where flowc does not look for it.",
  },
  'max-visits-differ': {
    code: 'FLOWC2120',
    severity: 'error',
    message: (target: string, one: number, two: number) =>
      `the ways back to \`${target}\` in this step have two bounds, ${one} and ${two}`,
    help: 'Give them the same `maxVisits`.',
    why: 'The same transition written on several paths of a step is one transition, and has one bound.',
  },
  'step-parameters': {
    code: 'FLOWC2121',
    severity: 'error',
    message: (step: string) => `step \`${step}\` takes more than one parameter`,
    help: 'Keep one, the element of a foreach or the inputs of a join; all else reaches a step as artifacts and `parameter.*` fields.',
    why: 'A step is run with nothing, with one element, or with the inputs that it joins.',
  },
  'inputs-default': {
    code: 'FLOWC2122',
    severity: 'error',
    message: (step: string) => `the inputs of \`${step}\` have a default`,
    help: 'Remove the default: a join always gets its inputs, an empty list after a foreach over nothing.',
    why: 'A join is always given its inputs, so a default would never be used and only hides what they are.',
  },
} as const satisfies DiagnosticSpecs;
