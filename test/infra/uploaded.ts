import { type Json, resourcesOf } from './synthesised.ts';

/** A template with its code in a bucket, as `aws cloudformation package` writes it. */
export function uploaded(template: Json): Json {
  const copy = structuredClone(template);
  for (const [, { Properties }] of resourcesOf(copy, 'AWS::Lambda::Function'))
    Properties.Code = { S3Bucket: 'bucket', S3Key: Properties.Code };
  return copy;
}
