import {
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Stack,
  StringConcat,
  Token,
  Tokenization,
} from 'aws-cdk-lib';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import type { Place } from '../workflow/arns.ts';

/** The longest that AWS has of each: who measures must not find too little. */
const LONGEST = { partition: 'aws-us-gov', region: 'us-isof-south-1', account: '111122223333' } as const;
const LONGEST_NAME = 80;
/** Of Unicode's private use: no text has it otherwise, and one of it is seen in a text that was cut, too. */
const UNKNOWN = '\uE000';

/**
 * A value of a CDK app with something of the right form and of the greatest length wherever it refers to what is known only when it is deployed: ARNs of the app's state
 * machines, partition, region and account. Anything else becomes a text of 80 characters, and `isKnown` is false of any text with a part of it.
 */
export function withStandIns<T extends object>(scope: Construct, value: T): T {
  return Tokenization.resolve(value, { scope, resolver: new StandIns(), preparing: false });
}

/** Whether a text, such as a message, is free of what is known only later. */
export function isKnown(text: string): boolean {
  return !text.includes(UNKNOWN);
}

class StandIns extends DefaultTokenResolver {
  constructor() {
    super(new StringConcat());
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (
      Reference.isReference(token) &&
      token.target instanceof CfnStateMachine &&
      token.displayName !== 'StateMachineRevisionId'
    )
      return arnOf(token.target);
    const resolved: unknown = super.resolveToken(token, context, postProcessor);
    if (resolved === null || typeof resolved !== 'object' || Array.isArray(resolved)) return resolved;
    return pseudoParameter((resolved as { Ref?: string }).Ref, Stack.of(context.scope)) ?? UNKNOWN.repeat(LONGEST_NAME);
  }
}

/** What is given as such (`Aws.REGION`) is the stack's own, where it has one. */
function pseudoParameter(name: string | undefined, stack: Stack): string | undefined {
  const { partition, region, account } = placeIn(stack);
  return { 'AWS::Partition': partition, 'AWS::Region': region, 'AWS::AccountId': account }[name ?? ''];
}

function placeIn({ region, account }: Stack): Place {
  const known = Token.isUnresolved(region) ? undefined : region;
  return {
    partition: (known && RegionInfo.get(known).partition) ?? LONGEST.partition,
    region: known ?? LONGEST.region,
    account: Token.isUnresolved(account) ? LONGEST.account : account,
  };
}

/** Where it has no name yet it is given one of its own: two machines are not one. */
function arnOf({ stateMachineName: name, stack, node }: CfnStateMachine): string {
  const known = name !== undefined && !Token.isUnresolved(name);
  const { partition, region, account } = placeIn(stack);
  return `arn:${partition}:states:${region}:${account}:stateMachine:${known ? name : node.addr.padEnd(LONGEST_NAME, 'x')}`;
}
