import type { Diagnostics } from '../compiler/diagnostics/sink.ts';
import type { OutputFile } from '../compiler/emit/output-file.ts';
import type { Graph } from '../compiler/ir/graph.ts';
import { targets, type TargetId } from '../../targets/index.ts';
import type { CodeDelivery, Target } from '../../targets/target.ts';
import type { Settings } from '../config.ts';
import { markGenerated } from './generated.ts';

/**
 * The files of a flow for one target, as they go to the disk: each says where it came from. None where the target reports an error. Without `code`, as
 * where only what is wrong is asked for, they name no code package.
 */
export function emitFlow(
  graph: Graph,
  id: TargetId,
  settings: Settings,
  sink: Diagnostics,
  code?: CodeDelivery,
): readonly OutputFile[] {
  const {
    target: _target,
    out: _out,
    external: _external,
    code: _code,
    airflowUrl: _airflowUrl,
    ...options
  } = settings;
  const target: Target<typeof options & { readonly code?: CodeDelivery }, unknown> = targets[id];
  const manifest = target.lower(graph, { ...options, ...(code === undefined ? {} : { code }) }, sink);
  if (sink.hasErrors) return [];
  return target.print(manifest).map((file) => markGenerated(file, `${graph.flow.file}#${graph.flow.name}`));
}
