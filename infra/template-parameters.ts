import { Aws, CfnCondition, CfnParameter, type CfnParameterProps, Fn, type Stack } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DEPLOYER_NAME, ledgerOf } from '../workflow/installation.ts';
import type { DeployerProps } from './deployer-props.ts';

/**
 * What can be said about a deployer when its template is deployed, rather than when it is made. The other properties of the construct change which resources or statements
 * there are, and a parameter cannot: who needs them has the construct, or narrows the roles by the boundary.
 */
export function templateParameters(stack: Stack): DeployerProps {
  const parameter = (name: string, props: CfnParameterProps): CfnParameter =>
    new CfnParameter(stack, name, { type: 'String', ...props });
  const name = parameter('DeployerName', {
    default: DEPLOYER_NAME,
    // The ledger's name is in small letters, which CloudFormation cannot make; the command looks for it by the deployer's.
    allowedPattern: `^(${DEPLOYER_NAME}|[a-z0-9_-]{1,40})$`,
    constraintDescription: `${DEPLOYER_NAME}, or in small letters: 1 to 40 of a-z 0-9 _ -`,
    description: 'What the deployer is called; two of one account and region need two names',
  }).valueAsString;
  const namePrefix = parameter('NamePrefix', {
    default: '',
    allowedPattern: '^[^*?\\s]{0,80}$',
    constraintDescription: 'what names begin with, without * and ?',
    description:
      'The deployer may deploy state machines only whose names begin so; empty: all of the account and region',
  }).valueAsString;
  const boundary = parameter('PermissionsBoundary', {
    default: '',
    allowedPattern: '^(arn:[a-z-]+:iam::([0-9]{12}|aws):policy/\\S+)?$',
    constraintDescription: 'the ARN of a managed policy, such as arn:aws:iam::111122223333:policy/boundary, or nothing',
    description: 'The ARN of a managed policy that is the boundary of every role; empty: none',
  });
  const alarmTopic = parameter('AlarmTopic', {
    default: '',
    allowedPattern: '^(arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]{1,256})?$',
    constraintDescription: 'the ARN of a topic, such as arn:aws:sns:eu-west-1:111122223333:on-call, or nothing',
    description: 'The ARN of an SNS topic that is told when an alarm of the deployer goes off; empty: nobody',
  });
  const logRetention = parameter('LogRetentionDays', {
    type: 'Number',
    default: String(RetentionDays.ONE_YEAR),
    allowedValues: RETENTIONS.map(String),
    description: 'How long logs are kept',
  }).valueAsNumber;
  const isNameDefault = new CfnCondition(stack, 'IsNameDefault', {
    expression: Fn.conditionEquals(name, DEPLOYER_NAME),
  });
  return {
    name,
    ledgerName: Fn.conditionIf(isNameDefault.logicalId, ledgerOf(DEPLOYER_NAME), `${name}-ledger`).toString(),
    namePrefix,
    permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', orNothing(stack, boundary)),
    alarmTopic: Topic.fromTopicArn(stack, 'OnCall', orNothing(stack, alarmTopic)),
    logRetention,
  };
}

/** CloudWatch Logs keeps logs for these numbers of days, and for no others. */
const RETENTIONS = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** The parameter's value or, where it is empty, as if the property were not there. */
function orNothing(stack: Stack, parameter: CfnParameter): string {
  const isGiven = new CfnCondition(stack, `Has${parameter.node.id}`, {
    expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')),
  });
  return Fn.conditionIf(isGiven.logicalId, parameter.valueAsString, Aws.NO_VALUE).toString();
}
