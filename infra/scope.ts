import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DEPLOYER_ALIAS } from '../workflow/installation.ts';
import type { DeployerProps } from './deployer-props.ts';

/** What a deployer may deploy, as IAM has it. */
export interface Scope {
  readonly targetArns: readonly string[];
  /** Of their executions, whichever they are; AWS knows no tags of these. */
  readonly executionArns: readonly string[];
  /** `aws:ResourceTag/…`, where a tag narrows it. */
  readonly tag?: { readonly key: string; readonly value: string };
  readonly aliases?: readonly string[];
}

type Narrowing = Pick<DeployerProps, 'targets' | 'namePrefix' | 'tag' | 'aliases' | 'selfUpdate'>;

/** IAM would read * and ? as any letters. */
const NAME_PREFIX = /^[^*?\s]{1,80}$/;

/**
 * @param own the name of the deployer's state machine, which it may deploy where it updates itself
 * @throws Error when both `targets` and `namePrefix` are given, a list or the prefix is empty, or the deployer may not move its own alias: what is meant would be a guess
 */
export function scopeOf(construct: Construct, narrowing: Narrowing, own: string): Scope {
  const { targets, namePrefix, tag, aliases, selfUpdate } = narrowing;
  if (targets && namePrefix !== undefined) throw new Error('stepshift: give `targets` or `namePrefix`, not both');
  if (namePrefix !== undefined && !Token.isUnresolved(namePrefix) && !NAME_PREFIX.test(namePrefix))
    throw new Error(
      `stepshift: namePrefix: found ${JSON.stringify(namePrefix)}, expected what names begin with, without * and ?; leave it out to allow any state machine`,
    );
  if (targets?.length === 0) throw new Error('stepshift: `targets` is empty; leave it out to allow any state machine');
  if (aliases?.length === 0) throw new Error('stepshift: `aliases` is empty; leave it out to allow any alias');
  if (selfUpdate && aliases && !aliases.includes(DEPLOYER_ALIAS))
    throw new Error(
      `stepshift: aliases: found ${JSON.stringify(aliases)}, expected ${DEPLOYER_ALIAS} among them: with selfUpdate the deployer moves that alias of its own`,
    );
  const nameOf = (arn: string): string =>
    Stack.of(construct).splitArn(arn, ArnFormat.COLON_RESOURCE_NAME).resourceName!;
  const names = targets?.map(({ stateMachineArn }) => nameOf(stateMachineArn)) ?? [`${namePrefix ?? ''}*`];
  const arns = targets?.map(({ stateMachineArn }) => stateMachineArn) ?? [
    statesArn(construct, 'stateMachine', `${namePrefix ?? ''}*`),
  ];
  // Where any machine may be deployed, it is one of them.
  const itself = selfUpdate && (targets || namePrefix) ? [own] : [];
  return {
    targetArns: [...arns, ...itself.map((name) => statesArn(construct, 'stateMachine', name))],
    executionArns: [...names, ...itself].map((name) => statesArn(construct, 'execution', name, '*')),
    ...(tag && { tag }),
    ...(aliases && { aliases }),
  };
}

/** An ARN of Step Functions in the construct's account and region. */
export function statesArn(
  construct: Construct,
  resource: 'stateMachine' | 'execution',
  ...names: readonly string[]
): string {
  return Stack.of(construct).formatArn({
    service: 'states',
    resource,
    resourceName: names.join(':'),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
