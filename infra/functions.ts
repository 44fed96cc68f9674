import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { FUNCTION_TIMEOUT_SECONDS } from '../workflow/limits.ts';
import type { DeployerProps } from './deployer-props.ts';
import type { FUNCTION_NAMES } from './function-bundles.ts';
import { functionCode } from './function-code.ts';

/** A function needs about 100 MB; Lambda gives processor time by memory, and most of a call is the start of a cold one. */
const MEMORY_MEGABYTES = 512;

export type Network = Pick<DeployerProps, 'vpc' | 'vpcSubnets' | 'securityGroups'>;

export interface FunctionParts {
  readonly name: (typeof FUNCTION_NAMES)[number];
  /** Default: CloudFormation chooses one. */
  readonly functionName?: string;
  readonly description: string;
  readonly role: IRole;
  readonly logGroup: ILogGroup;
  readonly environment?: Readonly<Record<string, string>>;
  readonly network?: Network;
}

/** One of the deployer's functions. Its published versions outlive an upgrade: a deployment in flight ends with the code it began with. */
export function deployerFunction(scope: Construct, parts: FunctionParts): LambdaFunction {
  const { name, functionName, description, role, logGroup, environment = {}, network = {} } = parts;
  const { vpc, vpcSubnets, securityGroups } = network;
  return new LambdaFunction(scope, name, {
    ...(functionName && { functionName }),
    description,
    code: functionCode(name),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: MEMORY_MEGABYTES,
    timeout: Duration.seconds(FUNCTION_TIMEOUT_SECONDS),
    tracing: Tracing.ACTIVE,
    role,
    logGroup,
    environment: { ...environment },
    // Of an update that fails nothing may be left, or the next one finds that the version exists.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    ...(vpc && { vpc }),
    ...(vpc && vpcSubnets && { vpcSubnets }),
    ...(vpc && securityGroups && { securityGroups: [...securityGroups] }),
  });
}
