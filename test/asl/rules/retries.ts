import { fieldsOf, listOf, type Fields, type Rule } from '../scopes.ts';

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

/** Names that begin with `States.` are the language's own. */
const RESERVED = new Set(
  [
    ...[
      'ALL',
      'BranchFailed',
      'DataLimitExceeded',
      'ExceedToleratedFailureThreshold',
      'HeartbeatTimeout',
      'Http.Socket',
    ],
    ...['IntrinsicFailure', 'ItemReaderFailed', 'NoChoiceMatched', 'ParameterPathFailure', 'Permissions', 'Timeout'],
    ...['ResultPathMatchFailure', 'ResultWriterFailed', 'Runtime', 'TaskFailed'],
  ].map((name) => `States.${name}`),
);

const MOST = 99_999_999;
const LONGEST_DELAY = 31_622_400;

/** Who tries again, and who catches, says so as AWS takes it, and in an order in which each has something to do. */
export const retries: Rule = (scopes, report) => {
  for (const { states } of scopes)
    for (const [name, state] of states) {
      const say = (what: string): void => report(name, what);
      for (const retrier of listOf(state['Retry'])) checkRetrier(fieldsOf(retrier), say);
      for (const list of [state['Retry'], state['Catch']]) checkErrors(listOf(list).map(fieldsOf), say);
    }
};

const RETRIER = new Set([
  ...['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment'],
]);

function checkRetrier(retrier: Fields, say: (what: string) => void): void {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy = 'NONE' } = retrier;
  for (const field of Object.keys(retrier)) if (!RETRIER.has(field)) say(`a retrier has no ${field}`);
  if (!isWhole(IntervalSeconds, 1, MOST)) say(`waits ${JSON.stringify(IntervalSeconds)} s`);
  if (!isWhole(MaxAttempts, 0, MOST)) say(`tries ${JSON.stringify(MaxAttempts)} times again`);
  if (typeof BackoffRate !== 'number' || BackoffRate < 1) say(`has a BackoffRate of ${JSON.stringify(BackoffRate)}`);
  if (MaxDelaySeconds !== undefined && !isWhole(MaxDelaySeconds, Number(IntervalSeconds) + 1, LONGEST_DELAY - 1))
    say(`waits no longer than ${JSON.stringify(MaxDelaySeconds)} s, and ${JSON.stringify(IntervalSeconds)} s at first`);
  if (JitterStrategy !== 'FULL' && JitterStrategy !== 'NONE') say(`has no jitter ${JSON.stringify(JitterStrategy)}`);
}

function checkErrors(list: readonly Fields[], say: (what: string) => void): void {
  const before = new Set<unknown>();
  for (const [at, { ErrorEquals }] of list.entries()) {
    const errors = listOf(ErrorEquals);
    if (errors.length === 0) say('retries or catches no error');
    for (const error of errors) {
      if (typeof error !== 'string') say(`knows an error ${JSON.stringify(error)}`);
      if (String(error).startsWith('States.') && !RESERVED.has(String(error)))
        say(`there is no error ${String(error)}`);
      if (before.has(error)) say(`names ${String(error)} twice, and the first counts`);
      before.add(error);
    }
    if (errors.includes('States.ALL') && (errors.length > 1 || at < list.length - 1))
      say('States.ALL stands alone and last');
  }
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
