import { NotFound } from '../../client/errors.ts';
import { listed } from '../../client/pathspec.ts';
import { Fault } from '../fault.ts';
import { dataOf, foundIn, rows, type Api, type Dag } from './api.ts';

// DAGs: which one a word means, and what keeps one from being run.

/** Undefined: there is none of this id. */
export async function readDag(api: Api, id: string): Promise<Dag | undefined> {
  return foundIn(await api.GET('/api/v2/dags/{dag_id}', { params: { path: { dag_id: id } } }));
}

/** Ids in the order of the alphabet, of those with `pattern` in them. */
async function* dagIds(api: Api, pattern: string | null): AsyncGenerator<string> {
  const all = rows(async (page) => {
    const query = { ...page, order_by: ['dag_id'], dag_id_pattern: pattern };
    const { dags, total_entries: total } = dataOf(await api.GET('/api/v2/dags', { params: { query } }));
    return { rows: dags, total };
  });
  for await (const { dag_id: id } of all) yield id;
}

/**
 * The DAG of this id; else the one that is called as flowc names a flow's, `train-flow` for `TrainFlow`; else all that are called so behind a project's name,
 * `demo-train-flow`.
 */
export async function dagsNamed(api: Api, word: string): Promise<readonly string[]> {
  if (/^[\w.-]+$/.test(word) && (await readDag(api, word)) !== undefined) return [word];
  const plain = word.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const parts = plain.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  if (parts.length === 0) return [];
  const letters = lettersOf(plain);
  const alike: string[] = [];
  // Airflow lets `%` stand for anything.
  for await (const id of dagIds(api, parts.join('%'))) {
    if (lettersOf(id) === letters) return [id];
    if (endingsOf(id).some((ending) => lettersOf(ending) === letters)) alike.push(id);
  }
  return alike;
}

const lettersOf = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** `train-flow` and `flow` of `demo-train-flow`. */
const endingsOf = (id: string): readonly string[] => [...id.matchAll(/-/g)].map(({ index }) => id.slice(index + 1));

/** A DAG that can be run; throws NotFound or Fault, with what is in the way. */
export async function runnableDag(api: Api, id: string): Promise<Dag> {
  const dag = await readDag(api, id);
  if (dag === undefined || dag.is_stale) throw await noDag(api, id);
  if (dag.has_import_errors) {
    const why = await importError(api, dag.relative_fileloc ?? dag.fileloc);
    throw new Fault(
      `the file of \`${id}\` cannot be imported by Airflow${why}`,
      'Compile the flow again, and look at the file.',
    );
  }
  return dag;
}

async function noDag(api: Api, id: string): Promise<NotFound> {
  const why = await importError(api, `${id}.py`);
  if (why !== '')
    return new NotFound(
      `Airflow has no DAG \`${id}\`, as its file cannot be imported${why}`,
      id,
      [],
      'Compile the flow again, and look at the file.',
    );
  const known = await Array.fromAsync(dagIds(api, null));
  const help =
    known.length === 0
      ? 'It has none at all: is its folder of DAGs the one that `flowc compile` writes to?'
      : `It has ${listed(known)}. A new file is found within some minutes.`;
  return new NotFound(`Airflow has no DAG \`${id}\``, id, known, help);
}

/** `: ValueError: …`, the last line of why Airflow could not import a file, which is called from its bundle's folder; empty where it could. */
async function importError(api: Api, file: string): Promise<string> {
  const all = rows(async (page) => {
    const query = { ...page, order_by: ['-timestamp'], filename_pattern: file };
    const { import_errors: errors, total_entries: total } = dataOf(
      await api.GET('/api/v2/importErrors', { params: { query } }),
    );
    return { rows: errors, total };
  });
  for await (const { filename, stack_trace: trace } of all) {
    if (filename === file || filename.endsWith(`/${file}`)) return `: ${trace.trimEnd().split('\n').at(-1) ?? ''}`;
  }
  return '';
}

export async function unpause(api: Api, id: string): Promise<void> {
  dataOf(await api.PATCH('/api/v2/dags/{dag_id}', { params: { path: { dag_id: id } }, body: { is_paused: false } }));
}
