import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Deployer } from './deployer.ts';
import type { DeployerProps } from './deployer-props.ts';

/** A stack of its own for the deployer. Deployments are started through its output `DeployerAliasArn`; what takes no alias takes `DeployerArn`. */
export class DeployerStack extends Stack {
  constructor(scope: Construct, id: string, props: DeployerProps = {}) {
    super(scope, id, { description: 'Stepshift: a state machine that deploys state machines' });
    const { stateMachine, aliasArn } = new Deployer(this, 'Deployer', props);
    new CfnOutput(this, 'DeployerArn', {
      value: stateMachine.stateMachineArn,
      description: 'The state machine of the deployer',
    });
    new CfnOutput(this, 'DeployerAliasArn', {
      value: aliasArn,
      description: 'Start executions through this alias; their input is the request',
    });
  }
}
