import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixturesFolder } from '../../fixtures.ts';
import { haveMoto, installMoto } from './installation.ts';

// Templates as cfn-lint reads them, which has CloudFormation's own schema of each kind of resource, of IAM's policies and of state machines, and comes with moto. And so that this is known to mean
// something, templates that are wrong in one thing each.

const goldens = globSync('{*,settings/*}/expected/step-functions/*/template.yaml', { cwd: fixturesFolder }).map(
  (path) => join(fixturesFolder, path),
);

const golden = (path: string): string => readFileSync(join(fixturesFolder, path), 'utf8');
const trigger = golden('trigger/expected/step-functions/trigger-flow/template.yaml');
const foreach = golden('foreach/expected/step-functions/foreach-flow/template.yaml');

/** What is changed in a golden, and the rule that says so. */
const BREAKS = {
  'a kind of resource that is none': [foreach, 'AWS::Batch::JobDefinition', 'AWS::Batch::JobDefinitions', 'E3006'],
  'a property that is none': [foreach, 'LogDriver:', 'LogDrivers:', 'E3002'],
  'a value of another type': [foreach, 'PropagateTags: true', 'PropagateTags: maybe', 'E3012'],
  'a word that is none of those': [foreach, 'LogDriver: awslogs', 'LogDriver: aws', 'E3030'],
  'a role that is not there': [foreach, 'Fn::GetAtt: [JobRole, Arn]', 'Fn::GetAtt: [JobsRole, Arn]', 'E1010'],
  'what nothing stands for': [foreach, '${AWS::Region}', '${AWS::Regions}', 'E1019'],
  'what is to be made before': [foreach, 'DependsOn: [JobDefinition]', 'DependsOn: [Job]', 'E3005'],
  'a policy without a resource': [foreach, 'Resource:', 'Resources:', 'E3510'],
  'a state of no type': [foreach, 'Type: Pass', 'Type: Passes', 'E3601'],
  'a rule of no pattern': [trigger, 'EventPattern:', 'EventPatterns:', 'E3002'],
} as const;

describe.runIf(haveMoto)('a template', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'flowc-templates-'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Rules that are broken, with the file and what is said, nothing where it is content. */
  async function linted(files: readonly string[]): Promise<string> {
    const lint = join(await installMoto(), 'cfn-lint');
    // Informational findings too.
    const args = ['--include-checks', 'I', '--regions', 'eu-central-1', '--format', 'parseable', '--', ...files];
    return promisify(execFile)(lint, args).then(
      ({ stdout }) => stdout,
      (error: { readonly stdout: string; readonly stderr: string }) => error.stdout + error.stderr,
    );
  }

  test(`is one to cfn-lint, all ${goldens.length} goldens`, async () => {
    expect(goldens.length).toBeGreaterThan(50);
    expect(await linted(goldens)).toBe('');
  });

  test('is none where it is broken', async () => {
    const broken = Object.entries(BREAKS).map(([name, [right, from, to, rule]]) => {
      expect(right).toContain(from);
      const path = join(folder, `${name.replaceAll(' ', '-')}.yaml`);
      writeFileSync(path, right.replace(from, to));
      return { path, rule };
    });
    const said = (await linted(broken.map(({ path }) => path))).split('\n');
    for (const { path, rule } of broken)
      expect(said.filter((line) => line.startsWith(`${path}:`)).join('\n')).toContain(`:${rule}:`);
  });
});
