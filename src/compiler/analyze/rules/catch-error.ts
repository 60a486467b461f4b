import type { StepModel } from '../../ir/model.ts';
import type { FlowClass } from '../flow-class.ts';
import type { ModelRule } from './rule.ts';

// `@catchError` needs a field to leave the error in and, on a step, one way on.

/** Its artifact is a public field, wherever the decorator stands. */
export const catchErrorArtifact: ModelRule = ({ flow, sink }, { steps }) => {
  for (const { settings } of steps) {
    const { catchError: artifact } = settings;
    const span = settings.spans.catchError;
    if (artifact === undefined || !span) continue;
    const reason = artifactOddity(artifact, flow);
    if (reason !== undefined) sink.report('catch-error-artifact', span, [artifact, reason]);
  }
};

function artifactOddity(name: string, flow: FlowClass): string | undefined {
  if (flow.parameterNames.has(name)) return 'it is a parameter';
  const member = flow.members.get(name);
  if (!member) return 'the flow has no such field';
  if (member.kind !== 'field' || !flow.fieldNames.has(name)) return 'it is no public field';
  const { accessibility, readonly } = member.node;
  if (accessibility === 'private' || accessibility === 'protected') return `it is ${accessibility}`;
  return readonly ? 'it is `readonly`' : undefined;
}

/** Only a step's own decorator is refused: a flow's passes over the steps that may not have it. */
export const catchErrorPlacement: ModelRule = ({ declared, sink }, { steps }) => {
  const models = new Map(steps.map((step) => [step.name, step]));
  for (const { name, decorators } of declared) {
    const step = name === undefined ? undefined : models.get(name);
    const found = decorators.find((decorator) => decorator.name === 'catchError');
    const reason = found && step && noWayOn(step);
    if (found && reason) sink.report('catch-error-misplaced', found.span, [step.name, reason]);
  }
};

/** Why nobody could know where to go on when a step has failed. */
export function noWayOn({ name, transitions }: StepModel): string | undefined {
  if (transitions.length > 1) return 'it decides between several ways on';
  if (transitions[0]?.kind === 'foreach') return 'it goes on with a foreach';
  return name === 'end' ? 'nothing comes after it' : undefined;
}
