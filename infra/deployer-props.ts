import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { IManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { RequestDefaults } from '../workflow/request-defaults.ts';

/** How a deployer is installed. Everything is optional: without any of it the deployer may deploy every state machine of its account and region. */
export interface DeployerProps {
  /**
   * What the deployer is called: its state machine, and as a prefix its functions, logs and, in small letters, its ledger. At most 40 of a-z A-Z 0-9 _ -. Two deployers of one account and region need two
   * names.
   * @default 'Stepshift'
   */
  readonly name?: string;

  /**
   * What the ledger's table is called. The command finds another one by `--ledger`. A `name` that only CloudFormation knows, such as a parameter, needs it.
   * @default the deployer's name in small letters, and `-ledger`
   */
  readonly ledgerName?: string;

  /**
   * The state machines it may deploy, and no others.
   * @default every one of the account and region that `namePrefix` and `tag` allow
   */
  readonly targets?: readonly IStateMachine[];

  /**
   * It may deploy state machines only whose names begin so. Not together with `targets`.
   * @default any name
   */
  readonly namePrefix?: string;

  /**
   * It may deploy state machines only that have this tag.
   * @default with or without tags
   */
  readonly tag?: { readonly key: string; readonly value: string };

  /**
   * It may move these aliases only.
   * @default any alias
   */
  readonly aliases?: readonly string[];

  /**
   * Fields of the request that a deployment has where its own request is silent, so that staging and production can be given the same one. Any field but those that
   * name what is deployed. A request's own field replaces the default as a whole.
   * @default the request's own defaults (docs/request.md)
   */
  readonly defaults?: RequestDefaults;

  /**
   * An upgrade of the deployer is shifted in by the version before it, through its alias `live`, and taken back when it fails more often: a deployment like any other, by
   * these fields of a request (`{}`: by `defaults`). The stack has no such alias then; the first deployment creates it. A deployer that is started seldom needs a plan for that (docs/getting-started.md, Upgrades). With `aliases`, `live` must be one of them, and
   * with `tag` the deployer has that tag, too.
   * @default an upgrade takes over at once, with the stack
   */
  readonly selfUpdate?: RequestDefaults;

  /**
   * The permissions boundary of every role.
   * @default none
   */
  readonly permissionsBoundary?: IManagedPolicy;

  /**
   * The key that encrypts the ledger; the functions that read it may use the key.
   * @default the AWS managed key of DynamoDB in your account
   */
  readonly ledgerKey?: IKey;

  /**
   * The keys of state machines to deploy that are encrypted with keys of yours: those parts may use them that read a definition, or read or start executions.
   * @default none: of an encrypted machine's definition and executions nothing can be read
   */
  readonly targetKeys?: readonly IKey[];

  /**
   * The VPC the functions run in. From there they must reach Step Functions, CloudWatch, DynamoDB and X-Ray, by endpoints or through a NAT.
   * @default no VPC
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of `vpc`.
   * @default its private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the functions in `vpc`.
   * @default a new one, which all of them share
   */
  readonly securityGroups?: readonly ISecurityGroup[];

  /**
   * How long logs are kept. (What must outlive them, the audit record, is in the ledger.)
   * @default RetentionDays.ONE_YEAR
   */
  readonly logRetention?: RetentionDays;

  /**
   * The namespace of the metrics `Deployments` (by `End`) and `OverdueDeployments`. Give each deployer of an account and region its own.
   * @default the deployer's name
   */
  readonly metricNamespace?: string;

  /**
   * Who is told when an alarm of the deployer goes off.
   * @default nobody: the alarms are only seen
   */
  readonly alarmTopic?: ITopic;

  /**
   * An alarm goes off when so many requests or more are refused within an hour.
   * @default no such alarm
   */
  readonly validationErrorsPerHour?: number;

  /**
   * Is sent a message for each end of a deployment: its name, status and ARN and, where it failed, the end and its cause.
   * @default none
   */
  readonly outcomeTopic?: ITopic;

  /**
   * Is sent Step Functions' own event for each end of a deployment.
   * @default none: the account's default bus has these events anyway
   */
  readonly outcomeBus?: IEventBus;

  /**
   * Whether there is a CloudWatch dashboard of it.
   * @default false
   */
  readonly dashboard?: boolean;
}
