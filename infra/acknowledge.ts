import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Gives cdk-nag the reason for a resource that ends in a wildcard, for that one finding and no other. */
export function acknowledgeWildcard(construct: Construct, arn: string, reason: string): void {
  const finding = `Resource::${flat(Stack.of(construct).resolve(arn))}`;
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[${finding}]`, reason });
}

/** An ARN as cdk-nag spells it: references to other resources in angle brackets. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = value as Partial<Record<string, unknown>>;
  if (typeof Ref === 'string') return `<${Ref}>`;
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  if (!Array.isArray(joined)) throw new Error(`stepshift: cannot spell ${JSON.stringify(value)}`);
  const [delimiter, parts] = joined as [string, unknown[]];
  return parts.map(flat).join(delimiter);
}
