import type { Plan, PlanStep } from '../plan.ts';
import type { Task } from '../task.ts';

// Frames, as contract.md has them: from the outside in, for each open scope the visits of the loops around its opener's join, and a foreach's index; then the
// visits of the loops around the step itself. So the plan says what each part of a task's frames means, and one that leaves a loop by a split or
// foreach is no longer in it.

export const partsOf = (frames: string): readonly string[] => (frames === '' ? [] : frames.split('.'));

/** One part further in. */
export const under = (frames: string, part: string): string => (frames === '' ? part : `${frames}.${part}`);

/** A step of the plan. */
export function stepOf(plan: Plan, name: string): PlanStep {
  const step = Object.hasOwn(plan.steps, name) ? plan.steps[name] : undefined;
  if (step === undefined) throw new Error(`\`${plan.flow}\` has no step \`${name}\``);
  return step;
}

/** The visit that a part of frames names. */
export const visitOf = (part: string | undefined): number => Number(part?.slice(1));

/** The frames of the scope that holds a task: its own without the visits of loops. */
export function scopeFrames(plan: Plan, { step, frames }: Task): readonly string[] {
  const parts = partsOf(frames);
  return parts.slice(0, parts.length - stepOf(plan, step).loops.length);
}

/** The first task of a branch or body, or of the run, given the frames of that scope. */
export function entryTask(plan: Plan, step: string, scope: readonly string[]): Task {
  return { step, frames: [...scope, ...stepOf(plan, step).loops.map(() => 'v0')].join('.') };
}

/** The join that closes the scope around a task. */
export function joinAround(plan: Plan, task: Task): Task | undefined {
  const { scope } = stepOf(plan, task.step);
  if (scope === undefined) return undefined;
  const parts = scopeFrames(plan, task);
  return { step: scope.join, frames: parts.slice(0, scope.kind === 'foreach' ? -1 : undefined).join('.') };
}

/** Whether a task's frames are such as its step can have, whatever anybody decides. */
export function fits(plan: Plan, task: Task): boolean {
  const parts = [...partsOf(task.frames)];
  for (let step: PlanStep | undefined = stepOf(plan, task.step); step !== undefined;) {
    if (!step.loops.every(() => /^v(0|[1-9]\d*)$/.test(parts.pop() ?? ''))) return false;
    if (step.scope?.kind === 'foreach' && !/^(0|[1-9]\d*)$/.test(parts.pop() ?? '')) return false;
    step = step.scope === undefined ? undefined : stepOf(plan, step.scope.join);
  }
  return parts.length === 0;
}
