import { describe, expect, test } from '@jest/globals';
import { type App, type Stack, Validations } from 'aws-cdk-lib';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Deployer } from '../../infra/deployer.ts';
import { DeployerStack } from '../../infra/deployer-stack.ts';
import { GradualDeployment } from '../../infra/gradual-deployment.ts';
import { templateParameters } from '../../infra/template-parameters.ts';
import { violations } from './violations.ts';

/** A machine to deploy: it is not ours, nor are its role's wildcards. */
function machineIn(stack: Stack): StateMachine {
  const machine = new StateMachine(stack, 'Orders', {
    definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Pass')),
    logs: { destination: new LogGroup(stack, 'Log'), level: LogLevel.ALL },
    tracingEnabled: true,
  });
  Validations.of(machine).acknowledge({ id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason: 'test' });
  return machine;
}

describe('cdk-nag by its AwsSolutions, and CloudFormation by its schemas', () => {
  test('find nothing about a deployer in a stack of its own, one with props, nor about gradual deployments', () => {
    const found = violations((stack) => {
      new DeployerStack(stack.node.root as App, 'Plain');
      const deployer = new Deployer(stack, 'Deployer', {
        name: 'Other',
        namePrefix: 'orders-',
        tag: { key: 'deploy', value: 'yes' },
        aliases: ['live'],
        ledgerKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/1'),
        permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
        dashboard: true,
      });
      new GradualDeployment(stack, 'Deployment', { deployer, stateMachine: machineIn(stack), alias: 'live' });
      new Deployer(stack, 'Another', { name: 'Another', namePrefix: 'invoices-', selfUpdate: {} });
    });
    expect(found).toEqual([]);
  });

  test('find nothing about a deployer of given machines, in a VPC, with listeners', () => {
    const found = violations((stack) => {
      const imported = StateMachine.fromStateMachineName(stack, 'Imported', 'imported');
      const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:123456789012:topic');
      new Deployer(stack, 'Deployer', {
        targets: [machineIn(stack), imported],
        targetKeys: [Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:123456789012:key/1')],
        vpc: new Vpc(stack, 'Vpc', { maxAzs: 1, flowLogs: { all: {} } }) as never,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
        alarmTopic: topic,
        outcomeTopic: topic,
        outcomeBus: new EventBus(stack, 'Bus') as never,
        validationErrorsPerHour: 10,
      });
    });
    expect(found).toEqual([]);
  });

  test('find nothing about the template that needs no CDK (test/infra/plain-template.test.ts holds it against the schemas)', () => {
    const found = violations(
      (stack) => {
        new DeployerStack(stack.node.root as App, 'Plain', templateParameters);
      },
      { schemas: false },
    );
    expect(found).toEqual([]);
  });

  test('do look: a wildcard without an explanation is found, and so is a property that does not fit', () => {
    const found = violations((stack) => {
      new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }).addToPolicy(
        new PolicyStatement({ actions: ['states:*'], resources: ['*'] }),
      );
      new CfnQueue(stack, 'Queue', { delaySeconds: 1_000_000 });
    });
    expect(found).toContain('AwsSolutions-IAM5');
    expect(found.join()).toContain('CloudFormation-Validate');
  });
});
