import { AwsError, type Wire } from '../aws-json.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import { Constraints, validationError } from './validation.ts';

const MOST_TAGS = 50;

/** The tags of alarms. An ARN that nothing has answers with no tags, as on AWS. */
export class AlarmTags {
  readonly #registry: AlarmRegistry;
  readonly #tags = new Map<string, Map<string, string>>();

  constructor(registry: AlarmRegistry) {
    this.#registry = registry;
  }

  tag({ ResourceARN, Tags }: Wire): Wire {
    new Constraints().required('resourceARN', ResourceARN).required('tags', Tags).check();
    this.#require(ResourceARN);
    const tags = new Map(this.#tags.get(ResourceARN));
    for (const { Key, Value } of Tags) tags.set(Key, Value);
    if (tags.size > MOST_TAGS) throw validationError(`A resource can have at most ${MOST_TAGS} tags`);
    this.#tags.set(ResourceARN, tags);
    return {};
  }

  untag({ ResourceARN, TagKeys }: Wire): Wire {
    new Constraints().required('resourceARN', ResourceARN).required('tagKeys', TagKeys).check();
    this.#require(ResourceARN);
    for (const key of TagKeys) this.#tags.get(ResourceARN)?.delete(key);
    return {};
  }

  list({ ResourceARN }: Wire): Wire {
    new Constraints().required('resourceARN', ResourceARN).check();
    const tags = this.#tags.get(ResourceARN) ?? [];
    return { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
  }

  forget(arn: string): void {
    this.#tags.delete(arn);
  }

  #require(arn: string): void {
    if (this.#registry.byArn(arn)) return;
    throw new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist`, {}, 404);
  }
}
