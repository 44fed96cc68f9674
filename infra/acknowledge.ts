import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

type Json = Readonly<Record<string, unknown>>;

/** Gives cdk-nag the reason for a resource that ends in a wildcard, for that one finding and no other. */
export function acknowledgeWildcard(construct: Construct, arn: string, reason: string): void {
  const finding = `Resource::${flat(Stack.of(construct).resolve(arn))}`;
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[${finding}]`, reason });
}

/** An ARN as cdk-nag spells it: references to other resources in angle brackets, and what it has no spelling for as JSON. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined, 'Fn::ImportValue': imported } = value as Json;
  if (Ref) return `<${flat(Ref)}>`;
  if (attribute) return `<${(attribute as unknown[]).map(flat).join('.')}>`;
  if (imported) return flat(imported);
  if (!joined) return JSON.stringify(value);
  const [delimiter, parts] = joined as [string, unknown[]];
  return parts.map(flat).join(delimiter);
}
