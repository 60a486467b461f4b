// What Terraform's provider of AWS takes, version 6.25.0, as its own schema says it (from which @cdktf/provider-aws 21.22.1 was made): the arguments of each resource that flowc writes, and
// those without which it is none. `terraform validate` would ask the provider, which no package index has.

export interface Arguments {
  /** Separated by blanks. */
  readonly known: string;
  readonly required: string;
  readonly blocks?: Readonly<Record<string, Arguments>>;
}

export const resources: Readonly<Record<string, Arguments>> = {
  aws_batch_job_definition: {
    known:
      'container_properties deregister_on_new_revision ecs_properties name node_properties parameters platform_capabilities propagate_tags scheduling_priority tags type eks_properties retry_strategy timeout',
    required: 'name type',
  },
  aws_cloudwatch_event_rule: {
    known:
      'description event_bus_name event_pattern force_destroy is_enabled name name_prefix role_arn schedule_expression state tags',
    required: '',
  },
  aws_cloudwatch_event_target: {
    known:
      'arn event_bus_name force_destroy input input_path role_arn rule target_id appsync_target batch_target dead_letter_config ecs_target http_target input_transformer kinesis_target redshift_target retry_policy run_command_targets sagemaker_pipeline_target sqs_target',
    required: 'arn rule',
    blocks: { input_transformer: { known: 'input_paths input_template', required: 'input_template' } },
  },
  aws_iam_role: {
    known:
      'assume_role_policy description force_detach_policies managed_policy_arns max_session_duration name name_prefix path permissions_boundary tags inline_policy',
    required: 'assume_role_policy',
  },
  aws_iam_role_policy: { known: 'name name_prefix policy role', required: 'policy role' },
  aws_iam_role_policy_attachment: { known: 'policy_arn role', required: 'policy_arn role' },
  aws_scheduler_schedule: {
    known:
      'action_after_completion description end_date group_name kms_key_arn name name_prefix schedule_expression schedule_expression_timezone start_date state flexible_time_window target',
    required: 'schedule_expression flexible_time_window target',
    blocks: {
      flexible_time_window: { known: 'maximum_window_in_minutes mode', required: 'mode' },
      target: {
        known:
          'arn input role_arn dead_letter_config ecs_parameters eventbridge_parameters kinesis_parameters retry_policy sagemaker_pipeline_parameters sqs_parameters',
        required: 'arn role_arn',
      },
    },
  },
  aws_sfn_state_machine: {
    known:
      'definition name name_prefix publish role_arn tags type encryption_configuration logging_configuration timeouts tracing_configuration',
    required: 'definition role_arn',
  },
};
