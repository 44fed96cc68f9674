import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Deployer } from './deployer.ts';
import type { DeployerProps } from './deployer-props.ts';

/** A stack of its own for the deployer. Deployments are started through its output `DeployerAliasArn`; what takes no alias takes `DeployerArn`. */
export class DeployerStack extends Stack {
  readonly deployer: Deployer;

  /** @param props of the deployer, or what makes them of this stack */
  constructor(
    scope: Construct,
    id: string,
    props: DeployerProps | ((stack: Stack) => DeployerProps) = {},
    stackProps: StackProps = {},
  ) {
    super(scope, id, { description: 'Stepshift: a state machine that deploys state machines', ...stackProps });
    this.deployer = new Deployer(this, 'Deployer', typeof props === 'function' ? props(this) : props);
    const { stateMachine, aliasArn } = this.deployer;
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
