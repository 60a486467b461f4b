import type { OutputFile } from '../../src/compiler/emit/output-file.ts';
import { printYaml } from '../../src/compiler/emit/yaml.ts';
import { MAX_DEFINITION } from './check.ts';
import { cloudFormation } from './deploy/cloudformation.ts';
import { bytesOf, flatJson, laidOutBytes } from './layout.ts';
import type { Stack } from './deploy/stack.ts';
import { STATE_MACHINE_FILE, terraform } from './deploy/terraform.ts';
import type { StepFunctionsManifest } from './lower.ts';

/** A folder of the flow's name, in which each format has files of its own. */
export function printStepFunctions({ format, stack }: StepFunctionsManifest): readonly OutputFile[] {
  return Object.entries(formats[format](stack)).map(([file, text]) => ({ path: `${stack.name}/${file}`, text }));
}

type Files = Readonly<Record<string, string>>;

const formats: Readonly<Record<StepFunctionsManifest['format'], (stack: Stack) => Files>> = {
  cloudformation: (stack) => ({ 'template.yaml': cloudFormation(stack) }),
  'terraform-json': (stack) => ({ 'main.tf.json': json(terraform(stack)), [STATE_MACHINE_FILE]: definition(stack) }),
  // What `aws stepfunctions create-state-machine --definition` and `aws batch register-job-definition --cli-input-yaml` take.
  asl: (stack) => ({
    [STATE_MACHINE_FILE]: definition(stack),
    ...Object.fromEntries(
      stack.jobDefinitions.map((one) => [`${one.jobDefinitionName}.job-definition.yaml`, printYaml(one)]),
    ),
  }),
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** What is white counts too: where there is no room for it, it is left out. */
function definition({ machine }: Stack): string {
  // What has no room laid out may also be too deep for JSON.stringify.
  const readable = laidOutBytes(machine) < MAX_DEFINITION ? json(machine) : undefined;
  return readable !== undefined && bytesOf(readable) <= MAX_DEFINITION ? readable : `${flatJson(machine)}\n`;
}
