import type { OutputFile } from '../../../src/compiler/emit/output-file.ts';
import { printYaml } from '../../../src/compiler/emit/yaml.ts';
import type { StepFunctionsOptions } from '../options.ts';
import { cloudFormation } from './cloudformation.ts';
import type { Stack } from './stack.ts';
import { STATE_MACHINE_FILE, terraform } from './terraform.ts';

// The files of a flow: a folder of its name, in each format.

export function printStack(stack: Stack, { format = 'cloudformation' }: StepFunctionsOptions): readonly OutputFile[] {
  const files = formats[format](stack);
  return Object.entries(files).map(([file, text]) => ({ path: `${stack.name}/${file}`, text }));
}

type Files = Readonly<Record<string, string>>;

const formats: Readonly<Record<NonNullable<StepFunctionsOptions['format']>, (stack: Stack) => Files>> = {
  cloudformation: (stack) => ({ 'template.yaml': cloudFormation(stack) }),
  'terraform-json': (stack) => ({
    'main.tf.json': json(terraform(stack)),
    [STATE_MACHINE_FILE]: json(stack.machine),
  }),
  // What `aws stepfunctions create-state-machine --definition` and `aws batch register-job-definition --cli-input-yaml` take.
  asl: (stack) => ({
    [STATE_MACHINE_FILE]: json(stack.machine),
    ...Object.fromEntries(
      stack.jobDefinitions.map((one) => [`${one.jobDefinitionName}.job-definition.yaml`, printYaml(one)]),
    ),
  }),
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
