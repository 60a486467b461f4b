// Between a text in a DAG file and the program that gets it stand Jinja, which Airflow runs over most of what an operator is given, and in a pod the kubelet, who
// expands `$(NAME)` in arguments and environment variables and takes `$$` for `$`. Both get text that comes out as it was.
// https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/operators.html#jinja-templating

/** For a templated field. */
function inert(text: string): string {
  return (
    text
      .replace(/\{(?=[{%#])/g, "{{ '{' }}")
      // Jinja makes one kind of line ends of all, and drops the last.
      .replace(/\r/g, "{{ '\\r' }}")
      .replace(/\n$/, "{{ '\\n' }}")
  );
}

/** For a templated field of BashOperator, in which a text may be the name of a script to read. */
export const inertInBash = (text: string): string => inert(text).replace(/(?<=\.(?:sh|bash))$/, "{{ '' }}");

/** For a templated environment variable or argument of a pod. */
export const inertInPod = (text: string): string => inert(text.replace(/\$(?=[$(])/g, '$$$$'));

/** Jinja's filters that make JSON of what is known only when a task starts. */
export const JSON_FILTER = 'tojson';

/** For a variable of a pod: JSON has another way to write the dollar, which the kubelet does not know. */
export const JSON_FILTER_IN_POD = `${JSON_FILTER} | replace('$', '\\\\u0024')`;

/** For all texts in a value. */
export function inertAll<T>(value: T): T {
  if (typeof value === 'string') return inert(value) as T;
  if (Array.isArray(value)) return value.map(inertAll) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inertAll(inner)])) as T;
}
