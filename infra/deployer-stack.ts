import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Deployer } from './deployer.ts';
import type { DeployerProps } from './deployer-props.ts';

/** A stack of its own for the deployer. Its output `DeployerArn` is what deployments are started with. */
export class DeployerStack extends Stack {
  constructor(scope: Construct, id: string, props: DeployerProps = {}) {
    super(scope, id, { description: 'Stepshift: a state machine that deploys state machines' });
    const { stateMachine } = new Deployer(this, 'Deployer', props);
    new CfnOutput(this, 'DeployerArn', {
      value: stateMachine.stateMachineArn,
      description: 'Start executions of this state machine; their input is the request',
    });
  }
}
