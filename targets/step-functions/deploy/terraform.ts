import { policy, trust, type Role } from './access.ts';
import { idsOf } from './ids.ts';
import type { JobDefinition } from './jobs.ts';
import { render, type Plain } from './render.ts';
import type { Stack } from './stack.ts';
import type { Rule, Schedule } from './starts.ts';
import { joinName } from '../../../src/compiler/emit/names.ts';
import { machineArn, roleArn, type Data, type Reference, type RoleId, type Text } from './text.ts';

// A Terraform module in JSON: https://developer.hashicorp.com/terraform/language/syntax/json. Every text in it is a template, in which `${` and `%{` begin what is evaluated, unless
// their first sign is doubled. The state machine lies in a file beside it, which Terraform reads as it is.

export const STATE_MACHINE_FILE = 'state-machine.asl.json';

const roleIds: Readonly<Record<RoleId, string>> = {
  machine: 'state_machine',
  job: 'job',
  execution: 'execution',
  start: 'start',
};

type Block = Readonly<Record<string, Plain>>;

export function terraform(stack: Stack): Plain {
  const { jobDefinitions, roles, schedules, rules } = stack;
  const ids = idsOf(stack, 'this', (part) => `_${part.replaceAll('-', '_')}`);
  const idOf = ({ jobDefinitionName: name }: JobDefinition): string => ids.get(name) ?? name;
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.40' } } },
    data: { aws_caller_identity: { current: {} }, aws_partition: { current: {} }, aws_region: { current: {} } },
    locals: {
      container_properties: keyed(jobDefinitions, idOf, (one) => data(one.containerProperties as unknown as Data)),
      ...some(
        'trust',
        keyed(roles, idOfRole, (role) => data(trust(role))),
      ),
      ...some(
        'policies',
        keyed(roles.filter(hasPolicy), idOfRole, ({ statements }) => data(policy(statements))),
      ),
      ...some(
        'event_patterns',
        keyed(rules, idOfRule, ({ pattern }) => data(pattern)),
      ),
    },
    resource: {
      aws_batch_job_definition: keyed(jobDefinitions, idOf, (one) => jobDefinition(one, idOf(one))),
      ...some(
        'aws_iam_role',
        keyed(roles, idOfRole, (role) => iamRole(role, stack)),
      ),
      ...some(
        'aws_iam_role_policy',
        keyed(roles.filter(hasPolicy), idOfRole, (role) => rolePolicy(role, stack)),
      ),
      ...some('aws_iam_role_policy_attachment', Object.fromEntries(roles.flatMap(attachments))),
      ...some('aws_scheduler_schedule', keyed(schedules, idOfSchedule(schedules), schedule)),
      ...some(
        'aws_cloudwatch_event_rule',
        keyed(rules, idOfRule, (one) => eventRule(one, stack)),
      ),
      ...some('aws_cloudwatch_event_target', keyed(rules, idOfRule, eventTarget)),
      aws_sfn_state_machine: { this: stateMachine(stack, [...ids.values()]) },
    },
  };
}

const keyed = <T>(all: readonly T[], id: (one: T) => string, value: (one: T) => Plain): Block =>
  Object.fromEntries(all.map((one) => [id(one), value(one)]));

const some = (name: string, block: Block): Block => (Object.keys(block).length === 0 ? {} : { [name]: block });

const idOfRole = ({ id }: Role): string => roleIds[id];
const idOfRule = ({ id }: Rule): string => id;
const idOfSchedule =
  (all: readonly Schedule[]) =>
  (one: Schedule): string =>
    one === all[0] ? 'this' : `this_${all.indexOf(one) + 1}`;
const hasPolicy = ({ statements }: Role): boolean => statements.length > 0;

/** A text that nothing is evaluated in. */
const inert = (given: string): string => given.replace(/[$%](?=\{)/g, '$&$&');

const text = (given: Text): string =>
  typeof given === 'string'
    ? inert(given)
    : given.parts.map((part) => (typeof part === 'string' ? inert(part) : `\${${expression(part)}}`)).join('');

/** The keys of an object are templates too. */
const data = (given: Data): Plain => render(given, text, inert);

function expression(part: Reference): string {
  switch (part.kind) {
    case 'partition':
      return 'data.aws_partition.current.partition';
    // What `name` was until version 6 of the provider, and `region` is from then on.
    case 'region':
      return 'data.aws_region.current.id';
    case 'account':
      return 'data.aws_caller_identity.current.account_id';
    case 'machine-arn':
      return 'aws_sfn_state_machine.this.arn';
    case 'role-arn':
      return `aws_iam_role.${roleIds[part.role]}.arn`;
  }
}

const asJson = (path: string): string => `\${jsonencode(local.${path})}`;

/** It must not be made before its role has the right to hear of jobs, without which AWS refuses it. */
function stateMachine(stack: Stack, definitions: readonly string[]): Plain {
  const policies = stack.roles.filter(({ id }) => id === 'machine').map(() => 'aws_iam_role_policy.state_machine');
  return {
    name: stack.name,
    type: 'STANDARD',
    role_arn: text(stack.machineRole),
    definition: `\${file("\${path.module}/${STATE_MACHINE_FILE}")}`,
    tags: data(stack.tags),
    depends_on: [...definitions.map((id) => `aws_batch_job_definition.${id}`), ...policies],
  };
}

const jobDefinition = (definition: JobDefinition, id: string): Plain => ({
  name: definition.jobDefinitionName,
  type: definition.type,
  platform_capabilities: definition.platformCapabilities,
  container_properties: asJson(`container_properties.${id}`),
  propagate_tags: definition.propagateTags,
  // Runs under way go on.
  deregister_on_new_revision: false,
  tags: data(definition.tags),
});

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role: a prefix has at most 38 signs. */
const MAX_PREFIX = 38;

const iamRole = (role: Role, { name, tags }: Stack): Plain => ({
  name_prefix: `${joinName([name], role.id, MAX_PREFIX - 1)}-`,
  assume_role_policy: asJson(`trust.${idOfRole(role)}`),
  tags: data(tags),
});

const rolePolicy = (role: Role, { name }: Stack): Plain => ({
  name,
  role: `\${aws_iam_role.${idOfRole(role)}.id}`,
  policy: asJson(`policies.${idOfRole(role)}`),
});

const attachments = (role: Role): [string, Plain][] =>
  role.managed.map((arn, at) => [
    at === 0 ? idOfRole(role) : `${idOfRole(role)}_${at + 1}`,
    { role: `\${aws_iam_role.${idOfRole(role)}.name}`, policy_arn: text(arn) },
  ]);

const schedule = ({ name, expression: cron, timezone }: Schedule): Plain => ({
  name,
  schedule_expression: cron,
  schedule_expression_timezone: timezone,
  flexible_time_window: { mode: 'OFF' },
  target: { arn: text(machineArn), role_arn: text(roleArn('start')), input: '{}' },
});

const eventRule = (rule: Rule, { tags }: Stack): Plain => ({
  name: rule.name,
  ...(rule.bus === undefined ? {} : { event_bus_name: text(rule.bus) }),
  event_pattern: asJson(`event_patterns.${rule.id}`),
  tags: data(tags),
});

const eventTarget = ({ id, bus, paths, template }: Rule): Plain => ({
  rule: `\${aws_cloudwatch_event_rule.${id}.name}`,
  ...(bus === undefined ? {} : { event_bus_name: text(bus) }),
  arn: text(machineArn),
  role_arn: text(roleArn('start')),
  ...(paths === undefined
    ? { input: text(template) }
    : { input_transformer: { input_paths: data(paths), input_template: text(template) } }),
});
