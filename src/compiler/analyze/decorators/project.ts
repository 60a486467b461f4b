import { mapped, options } from '../schema/check.ts';
import { branchName, projectName } from '../schema/names.ts';
import { flowDecorator } from './decorator.ts';

export const project = flowDecorator({
  name: 'project',
  setting: 'project',
  check: (span) =>
    mapped(options({ name: projectName, branch: branchName }, ['name']), (found) => ({ ...found, span })),
});
