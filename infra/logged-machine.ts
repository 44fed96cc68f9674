import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface MachineParts {
  readonly stateMachineName: string;
  /** A plain object; it may hold ARNs that only CloudFormation knows. */
  readonly definition: object;
  readonly role: IRole;
  readonly logGroup: ILogGroup;
}

/** A STANDARD state machine that is traced, and logs each event, though not the data that goes with it. */
export function loggedMachine(scope: Construct, id: string, parts: MachineParts): StateMachine {
  const { stateMachineName, definition, role, logGroup } = parts;
  return new StateMachine(scope, id, {
    stateMachineName,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(Stack.of(scope).toJsonString(definition)),
    role,
    logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: true,
  });
}
