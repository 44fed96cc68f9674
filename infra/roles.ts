import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge.ts';
import { BY_ALIAS, BY_VERSION, type Grant, type ResourceName } from './grant.ts';
import type { Scope } from './scope.ts';

/** ARNs of what permissions are given on. */
export type Arns = Readonly<Partial<Record<ResourceName, readonly string[]>>>;

/**
 * A role with exactly what the table of permissions gives it, in a policy of its own. Nothing that CDK would add by itself is added: what is in the table is all there is.
 */
export function roleOf(
  scope: Construct,
  id: string,
  service: 'lambda' | 'states',
  grants: readonly Grant[],
  arns: Arns,
  narrowed: Pick<Scope, 'tag' | 'aliases'> = {},
): IRole {
  const statements = statementsOf(scope, grants, arns, narrowed);
  const role = new Role(scope, id, {
    assumedBy: service === 'states' ? machinesOf(Stack.of(scope)) : new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Permissions: new PolicyDocument({ statements: [...statements] }) },
  });
  acknowledgeWildcards(role, grants, arns);
  return role.withoutPolicyUpdates();
}

/** Step Functions for a machine of this account, and for nobody else's (Step Functions: cross-service confused deputy prevention). */
function machinesOf({ account, region, partition }: Stack): ServicePrincipal {
  const conditions = {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:states:${region}:${account}:stateMachine:*` },
  };
  return new ServicePrincipal('states.amazonaws.com', { conditions });
}

/** A statement for each kind of resource. */
function statementsOf(
  scope: Construct,
  grants: readonly Grant[],
  arns: Arns,
  narrowed: Pick<Scope, 'tag' | 'aliases'>,
): readonly PolicyStatement[] {
  const kinds = [...new Set(grants.map(({ on }) => on))];
  return kinds.map((on) => {
    const actions = grants.filter((grant) => grant.on === on).map(({ action }) => action);
    return new PolicyStatement({
      sid: `${on[0]!.toUpperCase()}${on.slice(1)}`,
      actions: [...new Set(actions)].sort(),
      resources: [...resourcesOf(on, arns)],
      conditions: conditionsOf(on, narrowed, Stack.of(scope).region),
    });
  });
}

function resourcesOf(on: ResourceName, arns: Arns): readonly string[] {
  const found = on === 'every' ? ['*'] : arns[on];
  if (!found) throw new Error(`stepshift: no ARN for ${on}`);
  return found;
}

/** A version's number begins with a digit. An alias's name may do so, too; it has a letter somewhere, but no condition of AWS's tells that from a number. */
const ANY_VERSION = Array.from('123456789', (digit) => `${digit}*`);

function conditionsOf(
  on: ResourceName,
  { tag, aliases }: Pick<Scope, 'tag' | 'aliases'>,
  region: string,
): Record<string, object> {
  const via = (service: string) => ({ StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } });
  if (on === 'ledgerKey') return via('dynamodb');
  if (on === 'targetKey') return via('states');
  const isTarget = on === 'target' || on === BY_ALIAS || on === BY_VERSION;
  const qualifier = 'states:StateMachineQualifier';
  return {
    ...(isTarget && tag && { StringEquals: { [`aws:ResourceTag/${tag.key}`]: tag.value } }),
    ...(on === BY_ALIAS && aliases && { 'ForAnyValue:StringEquals': { [qualifier]: aliases } }),
    ...(on === BY_VERSION && { 'ForAnyValue:StringLike': { [qualifier]: ANY_VERSION } }),
  };
}

/** cdk-nag asks for a reason wherever a resource ends in a wildcard: the table has it. */
function acknowledgeWildcards(role: Role, grants: readonly Grant[], arns: Arns): void {
  for (const on of new Set(grants.map((grant) => grant.on))) {
    const reasons = grants.filter((grant) => grant.on === on).map(({ action, reason }) => `${action}: ${reason}`);
    for (const arn of resourcesOf(on, arns).filter((one) => one.includes('*')))
      acknowledgeWildcard(role, arn, [...new Set(reasons)].join('. '));
  }
}
