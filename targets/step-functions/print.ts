import type { OutputFile } from '../../src/compiler/emit/output-file.ts';
import type { StepFunctionsManifest } from './lower.ts';

/** The bare definitions. */
export function printStepFunctions({ name, machine, jobDefinitions }: StepFunctionsManifest): readonly OutputFile[] {
  const files = [
    { file: 'state-machine.asl.json', value: machine },
    ...jobDefinitions.map((value) => ({ file: `job-definitions/${value.jobDefinitionName}.json`, value })),
  ];
  return files.map(({ file, value }) => ({
    path: `${name}/${file}`,
    text: `${JSON.stringify(value, undefined, 2)}\n`,
  }));
}
