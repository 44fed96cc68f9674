import { gunzipSync, gzipSync } from 'node:zlib';
import {
  type AttributeValue,
  type CreateTableCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { parseVersionArn } from '../../workflow/arns.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import {
  type DeploymentEntry,
  FREE,
  isUnfinished,
  type TargetEntry,
  type TargetKey,
  type VersionEntry,
} from '../../workflow/ledger.ts';
import { isCode, translated } from './aws-errors.ts';
import type { Ledger, Stored } from './ledger.ts';

/**
 * The ledger as one DynamoDB table (docs/decisions/0006-ledger.md). An item is a JSON text with its revision; `pk` says whose it is, `sk` what it is. The index
 * `unfinished` is sparse: it has only deployments for which something is left to do.
 */
export const LEDGER_INDEX = 'unfinished';

/** The table as CreateTable takes it. */
export function ledgerTable(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', LEDGER_INDEX].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: LEDGER_INDEX,
        KeySchema: [
          { AttributeName: LEDGER_INDEX, KeyType: 'HASH' },
          { AttributeName: 'pk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  };
}

interface Key {
  readonly pk: string;
  readonly sk: string;
}

export function dynamoLedger(dynamodb: DynamoDBClient, table: string): Ledger {
  const get = async <Entry>(key: Key): Promise<Stored<Entry> | undefined> => {
    const { Item } = await translated('dynamodb:GetItem', table, () =>
      dynamodb.send(new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true })),
    );
    return Item && { entry: JSON.parse(Item.value!.S!) as Entry, revision: Number(Item.revision!.N) };
  };
  const put = async (
    key: Key,
    entry: unknown,
    condition: Condition,
    index: Record<string, AttributeValue> = {},
  ): Promise<boolean> => {
    const Item = {
      ...keyOf(key),
      ...index,
      value: { S: JSON.stringify(entry) },
      revision: { N: String(condition.next) },
    };
    try {
      await translated('dynamodb:PutItem', table, () =>
        dynamodb.send(new PutItemCommand({ TableName: table, Item, ...condition.expression })),
      );
      return true;
    } catch (error) {
      // Somebody else was faster: an answer, not a fault.
      if (isCode(error, 'ConditionalCheckFailedException')) return false;
      throw error;
    }
  };
  const query = async (
    input: Partial<ConstructorParameters<typeof QueryCommand>[0]>,
  ): Promise<readonly Record<string, AttributeValue>[]> => {
    const items: Record<string, AttributeValue>[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await translated('dynamodb:Query', table, () =>
        dynamodb.send(new QueryCommand({ TableName: table, ...input, ExclusiveStartKey })),
      );
      items.push(...(page.Items ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return items;
  };

  return {
    targets: {
      read: async (target) => (await get<TargetEntry>(targetKey(target))) ?? { entry: FREE, revision: 0 },
      write: (target, entry, revision) => put(targetKey(target), entry, ifRevision(revision)),
    },
    deployments: {
      read: (executionArn) => get<DeploymentEntry>(deploymentKey(executionArn, 'deployment')),
      write: (entry, revision) =>
        put(
          deploymentKey(entry.owner.executionArn, 'deployment'),
          entry,
          ifRevision(revision),
          isUnfinished(entry) ? { [LEDGER_INDEX]: { S: 'yes' } } : {},
        ),
      async unfinished() {
        const items = await query({
          IndexName: LEDGER_INDEX,
          KeyConditionExpression: '#index = :yes',
          ExpressionAttributeNames: { '#index': LEDGER_INDEX },
          ExpressionAttributeValues: { ':yes': { S: 'yes' } },
        });
        return items.map(({ pk }) => pk!.S!.slice(DEPLOYMENT.length));
      },
    },
    versions: {
      async read(stateMachineArn) {
        const items = await query({
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': { S: `${MACHINE}${stateMachineArn}` }, ':sk': { S: VERSION } },
          ConsistentRead: true,
        });
        return items.map(({ value }) => JSON.parse(value!.S!) as VersionEntry);
      },
      async write(entry) {
        await put(versionKey(entry.versionArn), entry, UNCONDITIONAL);
      },
    },
    records: {
      async read(executionArn) {
        const stored = await get<string>(deploymentKey(executionArn, 'record'));
        return stored && unpacked(stored.entry);
      },
      async write(record) {
        const { executionArn } = record.deployment;
        // Before the record: whoever stores one that fails half way stores it again.
        for (const target of record.targets) await put(storyKey(target, record), executionArn, UNCONDITIONAL);
        await put(deploymentKey(executionArn, 'record'), packed(record), UNCONDITIONAL);
      },
      async ofTarget({ stateMachineArn, alias }) {
        const items = await query({
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: {
            ':pk': { S: `${MACHINE}${stateMachineArn}` },
            ':sk': { S: `${STORY}${alias}#` },
          },
        });
        return items.map(({ value }) => JSON.parse(value!.S!) as string);
      },
    },
  };
}

const DEPLOYMENT = 'deployment#';
const MACHINE = 'machine#';
const VERSION = 'version#';
const STORY = 'story#';

function targetKey({ stateMachineArn, alias }: TargetKey): Key {
  return { pk: `${MACHINE}${stateMachineArn}`, sk: `alias#${alias}` };
}

function deploymentKey(executionArn: string, sk: 'deployment' | 'record'): Key {
  return { pk: `${DEPLOYMENT}${executionArn}`, sk };
}

/** By the time of the start, which ISO 8601 puts in order as text. */
function storyKey({ stateMachineArn, alias }: TargetKey, { startedAt, deployment }: AuditRecord): Key {
  return { pk: `${MACHINE}${stateMachineArn}`, sk: `${STORY}${alias}#${startedAt}#${deployment.executionArn}` };
}

/** Padded, so that versions come in the order of their numbers. */
function versionKey(versionArn: string): Key {
  const { stateMachineArn, version } = parseVersionArn(versionArn)!;
  return { pk: `${MACHINE}${stateMachineArn}`, sk: `${VERSION}${String(version).padStart(9, '0')}` };
}

function keyOf({ pk, sk }: Key): Record<string, AttributeValue> {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** An item holds 400 KB, and the record of a week's deployment is longer; but it repeats itself, so that packed it has a few kilobytes. */
function packed(record: AuditRecord): string {
  return gzipSync(JSON.stringify(record)).toString('base64');
}

function unpacked(text: string): AuditRecord {
  return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString()) as AuditRecord;
}

interface Condition {
  readonly next: number;
  readonly expression: {
    readonly ConditionExpression?: string;
    readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
  };
}

function ifRevision(revision: number): Condition {
  if (revision === 0) return { next: 1, expression: { ConditionExpression: 'attribute_not_exists(pk)' } };
  const ExpressionAttributeValues = { ':revision': { N: String(revision) } };
  return { next: revision + 1, expression: { ConditionExpression: 'revision = :revision', ExpressionAttributeValues } };
}

const UNCONDITIONAL: Condition = { next: 1, expression: {} };
