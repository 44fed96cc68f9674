import { CustomResource, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { RequestDefaults } from '../workflow/request-defaults.ts';
import { alarm } from './alarm.ts';
import { checkedDefaults } from './checked-defaults.ts';
import type { Deployer } from './deployer.ts';
import { deployerFunction } from './functions.ts';
import { loggedMachine } from './logged-machine.ts';
import { grantsOf } from './permissions.ts';
import { roleOf } from './roles.ts';
import { starterDefinition } from './starter-definition.ts';

/** What is to be deployed whenever the stack changes it. */
export interface GradualDeploymentProps {
  readonly deployer: Deployer;
  /** The machine to deploy. It belongs to the stack, and the deployer may deploy it. */
  readonly stateMachine: StateMachine;
  /** It need not exist: the first deployment creates it. The stack itself must not manage it. */
  readonly alias: string;
  /**
   * Other fields of the request, such as `strategy` and `alarms`.
   * @default those of the deployer, or of the request (docs/request.md)
   */
  readonly request?: RequestDefaults;
}

/** CloudFormation is answered within seconds; without this it would wait for an hour for a function that could not be run. */
const ANSWER = Duration.minutes(5);

/**
 * Deploys a state machine gradually whenever the stack gives it another revision. The stack does not wait for it: the deployment starts when the stack's update is
 * complete, and not at all when it fails; and a roll-back of the stack starts none. How it ends is told by the deployer's metrics, alarms, topic or bus; that it could not be
 * started, by an alarm.
 * @throws Error for fields that no request may have, and for a machine of another stack
 */
export class GradualDeployment extends Construct {
  constructor(scope: Construct, id: string, props: GradualDeploymentProps) {
    super(scope, id);
    const { deployer, stateMachine, alias, request } = props;
    if (Stack.of(stateMachine) !== Stack.of(this))
      throw new Error(
        `stepshift: found ${stateMachine.node.path} in another stack than ${this.node.path}, expected the stack that changes the machine: its own updates are what is waited for`,
      );
    const { asked, machine } = starterOf(this, deployer);
    new CustomResource(this, 'Resource', {
      resourceType: 'Custom::StepshiftDeployment',
      serviceToken: asked.functionArn,
      serviceTimeout: ANSWER,
      properties: {
        StarterArn: machine.stateMachineArn,
        Request: Stack.of(this).toJsonString({
          ...checkedDefaults('request', request),
          stateMachineArn: stateMachine.stateMachineArn,
          alias,
        }),
        RevisionId: stateMachine.stateMachineRevisionId,
        SettlingStackId: outermost(Stack.of(this)).stackId,
      },
    });
  }
}

/** What all gradual deployments of a stack by one deployer share. */
class Starter extends Construct {
  /** The function that CloudFormation asks. */
  readonly asked: LambdaFunction;
  /** Waits until the stack has settled. */
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, deployer: Deployer) {
    super(scope, id);
    const { permissionsBoundary, logRetention: retention = RetentionDays.ONE_YEAR, alarmTopic } = deployer.props;
    if (permissionsBoundary) PermissionsBoundary.of(this).apply(permissionsBoundary);
    const stateMachineName = Names.uniqueResourceName(this, { maxLength: 80, separator: '-' });
    const log = { retention, removalPolicy: RemovalPolicy.DESTROY };
    const machineLog = new LogGroup(this, 'MachineLog', {
      ...log,
      logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
    });
    this.machine = loggedMachine(this, 'Machine', {
      stateMachineName,
      definition: starterDefinition(deployer.stateMachine.stateMachineArn, Stack.of(this).partition),
      role: roleOf(this, 'MachineRole', 'states', grantsOf('Starter', []), {
        stack: [outermost(Stack.of(this)).stackId],
        deployer: [deployer.stateMachine.stateMachineArn],
      }),
      logGroup: machineLog,
    });
    const props = {
      metric: this.machine.metricFailed({ period: Duration.minutes(1) }),
      threshold: 1,
      alarmDescription: 'A deployment that a stack asks for was not started. The execution that failed says why.',
    };
    alarm(this, 'NotStartedAlarm', props, alarmTopic);
    const functionLog = new LogGroup(this, 'FunctionLog', log);
    this.asked = deployerFunction(this, {
      name: 'StartDeployment',
      description: "Asks for the deployment of what a stack has changed, as CloudFormation's custom resource",
      role: roleOf(this, 'FunctionRole', 'lambda', grantsOf('StartDeployment', []), {
        starter: [this.machine.stateMachineArn],
        functionLog: [functionLog.logGroupArn],
      }),
      logGroup: functionLog,
    });
  }
}

/** A nested stack's update is complete before its parent's, which may yet roll it back. */
function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

function starterOf(scope: Construct, deployer: Deployer): Starter {
  const stack = Stack.of(scope);
  const id = `Stepshift${deployer.node.addr.slice(-8)}`;
  return (stack.node.tryFindChild(id) as Starter | undefined) ?? new Starter(stack, id, deployer);
}
