import { mapped, options, recordOf, text } from '../schema/check.ts';
import { environmentName } from '../schema/names.ts';
import { stepDecorator } from './decorator.ts';

export const environment = stepDecorator({
  name: 'environment',
  setting: 'environment',
  check: mapped(options({ vars: recordOf(environmentName, text) }, ['vars']), ({ vars }) => vars),
});
