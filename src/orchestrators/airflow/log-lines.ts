import type { RunName, TaskReport } from '../orchestrator.ts';
import { foundIn, type Api, type LogPage } from './api.ts';

// What Airflow has of an attempt of a task: what its worker wrote, and what a handler of logs found where none could write, as of a pod that never began.

type Entry = LogPage['content'][number];

/** The lines of an attempt, of which the first is 0; undefined where there is no such attempt. */
export async function logLines(
  api: Api,
  { workflow, run }: RunName,
  { step, id }: TaskReport,
  attempt: number,
): Promise<readonly string[] | undefined> {
  const path = { dag_id: workflow, dag_run_id: run, task_id: step, try_number: attempt + 1 };
  const lines: string[] = [];
  for (let token: string | null = null; ;) {
    const query: { readonly map_index: number; readonly token?: string } = {
      map_index: id === 'main' ? -1 : Number(id),
      ...(token === null ? {} : { token }),
    };
    const answer = await api.GET(
      '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{try_number}',
      { params: { path, query } },
    );
    const page = foundIn(answer);
    if (page === undefined) return token === null ? undefined : lines;
    // Where the log comes from is told again with every part of it.
    const fresh = token === null ? page.content : withoutSources(page.content);
    lines.push(...fresh.flatMap(linesOf));
    token = page.continuation_token;
    if (token === null || fresh.length === 0) return lines;
  }
}

const eventOf = (entry: Entry): string => (typeof entry === 'string' ? entry : entry.event);

function withoutSources(content: LogPage['content']): readonly Entry[] {
  const [first] = content;
  if (first === undefined || !eventOf(first).startsWith('::group::Log message source')) return content;
  const end = content.findIndex((entry) => eventOf(entry) === '::endgroup::');
  return content.slice(end + 1);
}

/** `[2026-11-30T06:38:01Z] ERROR - Task failed with exception`, as Airflow's own pages have it. */
function linesOf(entry: Entry): readonly string[] {
  if (typeof entry === 'string') return entry.split('\n');
  const { timestamp, event, level, error_detail: errors } = entry;
  const when = timestamp ? `[${timestamp.replace(/\.\d+/, '')}] ` : '';
  const grade = typeof level === 'string' ? `${level.toUpperCase()} - ` : '';
  return [...`${when}${grade}${event}`.split('\n'), ...(Array.isArray(errors) ? errors.flatMap(errorLines) : [])];
}

interface ErrorDetail {
  readonly exc_type?: string;
  readonly exc_value?: string;
  readonly frames?: readonly { readonly filename: string; readonly lineno: number; readonly name: string }[];
}

const errorLines = ({ exc_type: type, exc_value: value, frames = [] }: ErrorDetail): readonly string[] => [
  ...frames.map(({ filename, lineno, name }) => `  File "${filename}", line ${lineno}, in ${name}`),
  ...`${type}: ${value}`.split('\n'),
];
