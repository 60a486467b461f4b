import type { CodeDelivery } from '../target.ts';

/** What the configuration says for Step Functions, beside the flow. */
export interface StepFunctionsOptions {
  /** What is written: a CloudFormation template (the default), a Terraform module, or the bare definitions. */
  readonly format?: 'cloudformation' | 'terraform-json' | 'asl';
  /** Batch's job queue, by name or ARN, of every step that names none. */
  readonly batchQueue?: string;
  /** What the queue's jobs run on. Default `ec2`. */
  readonly batchPlatform?: 'ec2' | 'fargate';
  /** ARN of the role of the jobs; absent, one with just the rights that a task needs is written for each flow. */
  readonly jobRole?: string;
  /** ARN of the role by which ECS starts the jobs; absent, one is written where it is needed. */
  readonly executionRole?: string;
  /** ARN of the state machine's role; absent, one with just the rights that a run needs is written for each flow. */
  readonly stateMachineRole?: string;
  /** The source of `@trigger` events that name none; `flowc` where absent. */
  readonly eventSource?: string;
  /** EventBridge's bus of `@trigger`'s events. Default: the account's own. */
  readonly eventBus?: string;
  /** The image of every step that names none; it holds the shim. */
  readonly image?: string;
  /** The datastore's root. */
  readonly datastore?: string;
  /** The code package. */
  readonly code?: CodeDelivery;
  /** The most children that one foreach has at the same time. */
  readonly parallelism?: number;
  /** Tags on every object. */
  readonly labels?: Readonly<Record<string, string>>;
}
