import {
  CreateStateMachineAliasCommand,
  DeleteStateMachineAliasCommand,
  DescribeStateMachineAliasCommand,
  type SFNClient,
  UpdateStateMachineAliasCommand,
} from '@aws-sdk/client-sfn';
import type { Route } from '../../workflow/routes.ts';
import { isCode, translated } from './aws-errors.ts';

/** An alias as it was read. */
export interface AliasReading {
  readonly routes: readonly Route[];
  /** When it was last written, ISO 8601: AWS's own clock, the only one that orders writes. */
  readonly updatedAt: string;
}

/** Aliases of state machines. Reads may be behind writes, and a write has no condition: the last one wins. */
export interface Aliases {
  /** Undefined where there is no such alias. */
  read(aliasArn: string): Promise<AliasReading | undefined>;
  /** Answers when AWS wrote it, ISO 8601. */
  write(aliasArn: string, routes: readonly Route[]): Promise<string>;
  create(aliasArn: string, versionArn: string): Promise<string>;
  /** Removing an alias that is gone is no error on AWS. */
  remove(aliasArn: string): Promise<void>;
}

const CREATED_BY = 'created by Stepshift';

export function awsAliases(sfn: SFNClient): Aliases {
  return {
    async read(aliasArn) {
      try {
        const alias = await translated('states:DescribeStateMachineAlias', aliasArn, () =>
          sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: aliasArn })),
        );
        const written = alias.updateDate ?? alias.creationDate ?? new Date(0);
        return { routes: (alias.routingConfiguration ?? []).map(fromAws), updatedAt: written.toISOString() };
      } catch (error) {
        // An alias that is not there is an answer, not a fault.
        if (isCode(error, 'ResourceNotFound')) return undefined;
        throw error;
      }
    },

    async write(aliasArn, routes) {
      const { updateDate } = await translated('states:UpdateStateMachineAlias', aliasArn, () =>
        sfn.send(
          new UpdateStateMachineAliasCommand({
            stateMachineAliasArn: aliasArn,
            routingConfiguration: routes.map(toAws),
          }),
        ),
      );
      return updateDate!.toISOString();
    },

    async create(aliasArn, versionArn) {
      const name = aliasArn.slice(aliasArn.lastIndexOf(':') + 1);
      const routingConfiguration = [toAws({ versionArn, weight: 100 })];
      const { creationDate } = await translated('states:CreateStateMachineAlias', aliasArn, () =>
        sfn.send(new CreateStateMachineAliasCommand({ name, description: CREATED_BY, routingConfiguration })),
      );
      return creationDate!.toISOString();
    },

    async remove(aliasArn) {
      await translated('states:DeleteStateMachineAlias', aliasArn, () =>
        sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: aliasArn })),
      );
    },
  };
}

function fromAws(item: { stateMachineVersionArn?: string | undefined; weight?: number | undefined }): Route {
  return { versionArn: item.stateMachineVersionArn ?? '', weight: item.weight ?? 0 };
}

function toAws({ versionArn, weight }: Route) {
  return { stateMachineVersionArn: versionArn, weight };
}
