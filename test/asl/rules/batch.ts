import { SubmitJobRequest$ } from '@aws-sdk/client-batch';
import { parseExpression } from '../expression.ts';
import { fieldsOf, isFields, listOf, type Fields, type Rule } from '../scopes.ts';
import { shapeOfExpression } from '../shapes.ts';

// What jobs are submitted with, by the SDK's own model of the API, whose names Step Functions begins with a capital, and by what the API's page says beside it:
// https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html

const SUBMIT = 'arn:aws:states:::batch:submitJob.sync';

const KNOWN = new Set([SUBMIT, 'arn:aws:states:::aws-sdk:s3:getObject', 'arn:aws:states:::aws-sdk:sfn:listExecutions']);

type Say = (what: string) => void;

/** Every Task is one of those that flowc writes, and every job one that Batch takes. */
export const batch: Rule = (scopes, report) => {
  for (const { states } of scopes)
    for (const [name, state] of states) {
      if (state['Type'] !== 'Task') continue;
      const say: Say = (what) => report(name, what);
      if (!KNOWN.has(String(state['Resource']))) say(`nobody has looked at ${String(state['Resource'])}`);
      if (state['Resource'] !== SUBMIT) continue;
      checkByModel(SubmitJobRequest$, state['Parameters'], 'a job', say);
      checkJob(fieldsOf(state['Parameters']), say);
    }
};

/** As the SDK writes its model: a number for what is simple, a list for a structure or a list of them, or a function that answers with that. */
function checkByModel(model: unknown, value: unknown, where: string, say: Say): void {
  const schema: unknown = typeof model === 'function' ? (model as () => unknown)() : model;
  if (typeof schema === 'number') return checkSimple(schema, value, where, say);
  const [kind, , , , one, two, required] = schema as readonly unknown[];
  if (kind === LIST) {
    if (!Array.isArray(value)) return say(`${where} is no list`);
    for (const item of value as readonly unknown[]) checkByModel(one, item, where, say);
    return;
  }
  if (kind !== STRUCTURE || !isFields(value)) return say(`${where} is no object`);
  const members = new Map(
    (one as readonly string[]).map((name, at) => [pascal(name), (two as readonly unknown[])[at]]),
  );
  const given = new Set(Object.keys(value).map((key) => key.replace(/\.\$$/, '')));
  for (const name of [...members.keys()].slice(0, Number(required ?? 0)))
    if (!given.has(name)) say(`${where} has no ${name}`);
  for (const [key, inner] of Object.entries(value)) {
    const name = key.replace(/\.\$$/, '');
    if (!members.has(name)) say(`${where} knows no ${name}`);
    else if (key === name) checkByModel(members.get(name), inner, name, say);
    else checkComputed(members.get(name), String(inner), name, say);
  }
}

const LIST = 1;
const STRUCTURE = 3;
const LIST_OF = 64;
const MAP_OF = 128;
const SIMPLE: Readonly<Record<number, string>> = { 0: 'string', 1: 'number', 2: 'boolean' };

function checkSimple(schema: number, value: unknown, where: string, say: Say): void {
  const wanted = SIMPLE[schema & 0b11_1111];
  const values = schema >= MAP_OF ? Object.values(fieldsOf(value)) : schema >= LIST_OF ? listOf(value) : [value];
  if (schema >= LIST_OF && schema < MAP_OF !== Array.isArray(value)) say(`${where} is of the wrong kind`);
  for (const one of values) if (typeof one !== wanted) say(`${where} is ${JSON.stringify(one)}, and no ${wanted}`);
}

function checkComputed(model: unknown, text: string, where: string, say: Say): void {
  try {
    const expression = parseExpression(text);
    const shape = shapeOfExpression(
      expression,
      () => 'anything',
      () => undefined,
    );
    const isList = typeof model === 'number' && (model & LIST_OF) !== 0;
    if (shape !== 'anything' && (shape === 'list') !== isList) say(`${where} is of the wrong kind`);
    if (expression.kind !== 'call' || expression.name !== 'States.Array') return;
    for (const arg of expression.args) {
      const isCounter = arg.kind === 'path' && arg.keys.at(-1) === 'RetryCount';
      const item = shapeOfExpression(
        arg,
        () => (isCounter ? 'number' : 'anything'),
        () => undefined,
      );
      if (item !== 'text' && item !== 'anything') say(`${where} has a ${JSON.stringify(item)} among its texts`);
    }
  } catch (error) {
    // What does not parse has another rule.
    if (!(error instanceof SyntaxError)) throw error;
  }
}

const pascal = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** In characters, as ECS says which starts Batch's jobs: https://github.com/Netflix/metaflow/issues/977 */
const MOST_OVERRIDES = 8_192;

function checkJob({ JobName, JobQueue, ContainerOverrides, Timeout, RetryStrategy, Tags }: Fields, say: Say): void {
  if (!/^[A-Za-z0-9][\w-]{0,127}$/.test(String(JobName))) say(`Batch takes no job called ${String(JobName)}`);
  if (JobQueue === '') say('has no queue');
  if (Object.keys(fieldsOf(Tags)).length > 50) say('has more than 50 tags');
  const { AttemptDurationSeconds = 60 } = fieldsOf(Timeout);
  if (!Number.isInteger(AttemptDurationSeconds) || Number(AttemptDurationSeconds) < 60)
    say(`is stopped after ${JSON.stringify(AttemptDurationSeconds)} s, and a minute is the least`);
  checkStrategy(fieldsOf(RetryStrategy), say);
  const overrides = fieldsOf(ContainerOverrides);
  if (JSON.stringify(overrides).length > MOST_OVERRIDES) say('gives its container more than there is room for');
  const names = listOf(overrides['Environment']).map((variable) => fieldsOf(variable)['Name']);
  for (const name of names) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) say(`gives ${String(name)} twice`);
    if (String(name).startsWith('AWS_BATCH')) say(`gives ${String(name)}, which is Batch’s own`);
  }
}

function checkStrategy({ Attempts = 1, EvaluateOnExit }: Fields, say: Say): void {
  if (!Number.isInteger(Attempts) || Number(Attempts) < 1 || Number(Attempts) > 10)
    say(`Batch makes no ${JSON.stringify(Attempts)} attempts`);
  const conditions = listOf(EvaluateOnExit).map(fieldsOf);
  if (conditions.length > 5) say('has more than five conditions of a retry');
  for (const { Action, OnReason, OnStatusReason, OnExitCode } of conditions) {
    if (!/^(?:RETRY|EXIT)$/i.test(String(Action))) say(`does ${JSON.stringify(Action)} after an exit`);
    if (OnReason === undefined && OnStatusReason === undefined && OnExitCode === undefined)
      say('has a condition without one');
    for (const pattern of [OnReason, OnStatusReason])
      if (typeof pattern === 'string' && !/^[A-Za-z0-9.:\s]*\*?$/.test(pattern)) say(`has no such pattern ${pattern}`);
  }
}
