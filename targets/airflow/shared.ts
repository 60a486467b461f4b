import { Call, Entries, type Assignment, type Python } from './python.ts';
import type { Kwargs } from './shim-task.ts';

// What every operator of a file says alike is said once, in the DAG's default arguments and in the environment that all share: what is left of each operator
// is what sets it apart.

/** Arguments that are not a task's own by their nature. */
const SHAREABLE = [
  'retries',
  'retry_delay',
  'retry_exponential_backoff',
  'max_retry_delay',
  'execution_timeout',
  'namespace',
  'service_account_name',
  'image',
  'image_pull_policy',
  'image_pull_secrets',
  'labels',
  'annotations',
  'pod_template_dict',
];

/** By which argument an operator takes its environment. */
const ENVIRONMENTS = ['env', 'env_vars'];

export const isOperator = (value: Python): value is Call => value instanceof Call && 'task_id' in value.kwargs;

export interface Shared {
  readonly defaults: Kwargs;
  readonly environment: Kwargs;
  /** An operator without what all share. */
  readonly without: (operator: Assignment) => Assignment;
}

/** @param given - What the default arguments are already. */
export function sharedBy(operators: readonly Call[], given: Kwargs): Shared {
  const all = operators.map(({ kwargs }) => kwargs);
  const defaults = { ...given, ...inAll(all, SHAREABLE) };
  const variables = all.map((kwargs) => environmentOf(kwargs)?.own ?? {});
  const environment = inAll(variables, Object.keys(variables[0] ?? {}));
  const without = (assignment: Assignment): Assignment => {
    const { value } = assignment;
    if (!isOperator(value)) return assignment;
    const own = Object.entries(value.kwargs).filter(([name, own]) => !isSame(own, defaults[name]));
    const kwargs = own.flatMap(([name, said]): [string, Python][] =>
      said instanceof Entries ? lessOf(name, said, environment) : [[name, said]],
    );
    return { ...assignment, value: new Call(value.callee.name, [], Object.fromEntries(kwargs)) };
  };
  return { defaults, environment, without };
}

const isSame = (a: Python, b: Python | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

function inAll(all: readonly Kwargs[], names: readonly string[]): Kwargs {
  const [first = {}, ...others] = all;
  const same = names.filter((name) => {
    const text = JSON.stringify(first[name]);
    return text !== undefined && others.every((one) => JSON.stringify(one[name]) === text);
  });
  return Object.fromEntries(same.map((name) => [name, first[name] ?? null]));
}

function environmentOf(kwargs: Kwargs): Entries | undefined {
  const given = ENVIRONMENTS.map((name) => kwargs[name]);
  return given.find((one): one is Entries => one instanceof Entries);
}

function lessOf(name: string, { base, own }: Entries, less: Kwargs): [string, Python][] {
  const left = Object.entries(own).filter(([variable]) => !(variable in less));
  return left.length === 0 ? [] : [[name, new Entries(base.name, Object.fromEntries(left))]];
}
