import { AwsError, type Operation, type Wire } from '../aws-json.ts';
import type { Account } from './account.ts';
import { requireTaggableArn } from './arns.ts';
import type { StateMachine } from './state-machine.ts';

const MAXIMUM_TAGS = 50;

export function tagOperations(account: Account): Record<string, Operation> {
  return {
    TagResource: ({ resourceArn, tags }) => {
      const machine = find(account, resourceArn);
      for (const [key, value] of readTags(resourceArn, machine.tags, tags)) machine.tags.set(key, value);
      return {};
    },
    UntagResource: ({ resourceArn, tagKeys }) => {
      const machine = find(account, resourceArn);
      for (const key of tagKeys) machine.tags.delete(key);
      return {};
    },
    ListTagsForResource: ({ resourceArn }) => {
      const { tags } = find(account, resourceArn);
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },
  };
}

/**
 * The tags that a resource has when `added` come to those it has.
 * @throws AwsError TooManyTags
 */
export function readTags(
  arn: string,
  existing: ReadonlyMap<string, string>,
  added: readonly Wire[],
): Map<string, string> {
  const tags = new Map([...existing, ...added.map(({ key, value }): [string, string] => [key ?? '', value ?? ''])]);
  if (tags.size > MAXIMUM_TAGS) {
    throw new AwsError('TooManyTags', `Too many tags for '${arn}': ${tags.size}`, { resourceName: arn });
  }
  return tags;
}

/** Only the machine itself has tags: its versions and aliases have none. */
function find(account: Account, arn: string): StateMachine {
  requireTaggableArn(arn);
  const machine = account.machines.get(arn);
  if (!machine) throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`, { resourceName: arn });
  return machine;
}
