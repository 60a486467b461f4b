import { fieldsOf, isFields, listOf, type Fields, type Rule } from '../scopes.ts';

// Which fields a state of each type has: https://states-language.net/spec.html#state-type-table

/** Those of JSONPath machines; `!` marks what has to be there. */
const FIELDS: Readonly<Record<string, string>> = {
  Task: 'Comment Resource! Parameters InputPath OutputPath ResultPath ResultSelector Retry Catch Next End TimeoutSeconds HeartbeatSeconds Credentials',
  Pass: 'Comment Parameters Result InputPath OutputPath ResultPath Next End',
  Choice: 'Comment Choices! Default InputPath OutputPath',
  Wait: 'Comment Seconds SecondsPath Timestamp TimestampPath InputPath OutputPath Next End',
  Parallel: 'Comment Branches! Parameters InputPath OutputPath ResultPath ResultSelector Retry Catch Next End',
  Map:
    'Comment Label ItemProcessor! ItemReader ItemsPath ItemSelector ItemBatcher ResultWriter MaxConcurrency MaxConcurrencyPath ToleratedFailureCount ' +
    'ToleratedFailurePercentage InputPath OutputPath ResultPath ResultSelector Retry Catch Next End',
  Succeed: 'Comment InputPath OutputPath',
  Fail: 'Comment Error ErrorPath Cause CausePath',
};

const EXCLUSIVE = [
  ['Next', 'End'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['ItemReader', 'ItemsPath'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
] as const;

/** Every field is one of its state's type, and says something of the right kind. */
export const fields: Rule = (scopes, report) => {
  for (const { states } of scopes) for (const [name, state] of states) checkState(state, (what) => report(name, what));
};

function checkState(state: Fields, say: (what: string) => void): void {
  const type = String(state['Type']);
  const known = Object.hasOwn(FIELDS, type) ? (FIELDS[type] ?? '').split(' ') : undefined;
  if (known === undefined) return say(`there is no state of type ${type}`);
  const allowed = new Set(['Type', ...known.map((field) => field.replace('!', ''))]);
  for (const field of Object.keys(state)) if (!allowed.has(field)) say(`a ${type} has no ${field}`);
  for (const field of known)
    if (field.endsWith('!') && state[field.slice(0, -1)] === undefined) say(`a ${type} needs ${field.slice(0, -1)}`);
  for (const [one, other] of EXCLUSIVE)
    if (state[one] !== undefined && state[other] !== undefined) say(`has ${one} and ${other}`);
  if (allowed.has('Next') && state['Next'] === undefined && state['End'] === undefined) say('has neither Next nor End');
  if (state['End'] !== undefined && state['End'] !== true) say('has an End that is not true');
  for (const field of ['Comment', 'Resource', 'Label'])
    if (state[field] !== undefined && typeof state[field] !== 'string') say(`has a ${field} that is no text`);
  for (const field of ['Parameters', 'ResultSelector', 'ItemSelector'])
    if (state[field] !== undefined && !isFields(state[field])) say(`has ${field} that are no object`);
  if (type === 'Choice' && (!Array.isArray(state['Choices']) || state['Choices'].length === 0))
    say('chooses among nothing');
  for (const choice of listOf(state['Choices'])) checkChoice(fieldsOf(choice), say);
  if (type === 'Parallel' && (!Array.isArray(state['Branches']) || state['Branches'].length === 0))
    say('has no branches');
}

/** Of those that there are. */
const OPERATORS = new Set(['StringEquals', 'StringEqualsPath', 'IsPresent']);

function checkChoice({ Variable, Next, ...others }: Fields, say: (what: string) => void): void {
  const operators = Object.keys(others);
  if (operators.length !== 1) say('has a choice that does not compare two things');
  for (const one of operators) if (!OPERATORS.has(one)) say(`nobody has looked at choices by ${one}`);
  if (typeof Variable !== 'string' || typeof Next !== 'string') say('has a choice without a Variable or Next');
}
