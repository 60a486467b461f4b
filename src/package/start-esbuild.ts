import { initialize } from 'esbuild';

let started = false;

/** Starts esbuild's process, which takes longer than to pack a flow, while there is something else to do. */
export function startEsbuild(): void {
  if (started) return;
  started = true;
  void initialize({});
}
