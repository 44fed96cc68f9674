import {
  DeleteStateMachineVersionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { NotAllowed, TryAgain } from '../../workflow/errors.ts';
import type { PublishedVersion } from '../../workflow/pruning.ts';
import { isCode, translated } from './aws-errors.ts';

/** A state machine, or one version of it, as it was read. */
export interface StateMachineReading {
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly status: 'ACTIVE' | 'DELETING';
  /** `INITIAL` where AWS names none: the machine was never updated. */
  readonly revisionId: string;
}

export type Published =
  | { readonly kind: 'published'; readonly versionArn: string }
  /** Another revision is the current one by now. */
  | { readonly kind: 'moved'; readonly message: string }
  /** The machine was deleted meanwhile. */
  | { readonly kind: 'gone'; readonly message: string }
  /** The machine has as many versions as AWS allows. */
  | { readonly kind: 'full'; readonly message: string };

/** State machines and their versions. */
export interface StateMachines {
  /** Undefined where there is no such machine or version. */
  read(arn: string): Promise<StateMachineReading | undefined>;
  /** The newest published version; undefined where there is none. */
  newestVersion(stateMachineArn: string): Promise<string | undefined>;
  /** Its definition as text; undefined where it is encrypted and the deployer may not read it. */
  definition(stateMachineArn: string): Promise<string | undefined>;
  /** All published versions. */
  versions(stateMachineArn: string): Promise<readonly PublishedVersion[]>;
  /** Whether an execution of this version runs; of EXPRESS machines AWS does not tell, but these run for five minutes at most. */
  isRunning(versionArn: string): Promise<boolean>;
  /** Deletes a version; answers false where AWS refuses because an alias refers to it. */
  deleteVersion(versionArn: string): Promise<boolean>;
  /** Publishes `revisionId` if it is still the current one; a revision that has a version already answers that one. */
  publish(stateMachineArn: string, revisionId: string, description: string): Promise<Published>;
}

/** AWS: "a never-updated machine has no revisionId"; PublishStateMachineVersion takes this word for it. */
export const INITIAL_REVISION = 'INITIAL';

/** AWS's wording of the conflict that names another revision; the same error also tells of a concurrent publish, which passes. */
const OTHER_REVISION = /current State Machine revision is/i;

export function awsStateMachines(sfn: SFNClient): StateMachines {
  return {
    async read(arn) {
      try {
        const machine = await translated('states:DescribeStateMachine', arn, () =>
          sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn, includedData: 'METADATA_ONLY' })),
        );
        return {
          type: machine.type!,
          status: machine.status ?? 'ACTIVE',
          revisionId: machine.revisionId ?? INITIAL_REVISION,
        };
      } catch (error) {
        if (isCode(error, 'StateMachineDoesNotExist')) return undefined;
        throw error;
      }
    },

    async newestVersion(stateMachineArn) {
      const { stateMachineVersions } = await translated('states:ListStateMachineVersions', stateMachineArn, () =>
        sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn, maxResults: 1 })),
      );
      return stateMachineVersions?.[0]?.stateMachineVersionArn;
    },

    async definition(stateMachineArn) {
      try {
        const { definition } = await translated('states:DescribeStateMachine', stateMachineArn, () =>
          sfn.send(new DescribeStateMachineCommand({ stateMachineArn })),
        );
        return definition;
      } catch (error) {
        // It is read for a warning only, and a key of its owner's is its owner's.
        if (error instanceof NotAllowed || (error instanceof Error && error.name.startsWith('Kms'))) return undefined;
        throw error;
      }
    },

    async versions(stateMachineArn) {
      const versions: PublishedVersion[] = [];
      let nextToken: string | undefined;
      do {
        const page = await translated('states:ListStateMachineVersions', stateMachineArn, () =>
          sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn, maxResults: 1000, nextToken })),
        );
        for (const { stateMachineVersionArn, creationDate } of page.stateMachineVersions ?? [])
          versions.push({ versionArn: stateMachineVersionArn!, createdAt: creationDate!.toISOString() });
        nextToken = page.nextToken;
      } while (nextToken);
      return versions;
    },

    async isRunning(versionArn) {
      try {
        const { executions = [] } = await translated('states:ListExecutions', versionArn, () =>
          sfn.send(new ListExecutionsCommand({ stateMachineArn: versionArn, statusFilter: 'RUNNING', maxResults: 1 })),
        );
        return executions.length > 0;
      } catch (error) {
        if (isCode(error, 'StateMachineTypeNotSupported')) return false;
        throw error;
      }
    },

    async deleteVersion(stateMachineVersionArn) {
      try {
        await translated(
          'states:DeleteStateMachineVersion',
          stateMachineVersionArn,
          () => sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn })),
          ['ConflictException'],
        );
        return true;
      } catch (error) {
        if (isCode(error, 'ConflictException')) return false;
        throw error;
      }
    },

    async publish(stateMachineArn, revisionId, description) {
      try {
        const { stateMachineVersionArn } = await translated(
          'states:PublishStateMachineVersion',
          stateMachineArn,
          () => sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn, revisionId, description })),
          ['ConflictException'],
        );
        return { kind: 'published', versionArn: stateMachineVersionArn! };
      } catch (error) {
        const message = error instanceof Error ? error.message : '';
        if (isCode(error, 'ServiceQuotaExceededException')) return { kind: 'full', message };
        if (isCode(error, 'StateMachineDoesNotExist') || isCode(error, 'StateMachineDeleting'))
          return { kind: 'gone', message };
        if (!isCode(error, 'ConflictException')) throw error;
        if (OTHER_REVISION.test(message)) return { kind: 'moved', message };
        throw new TryAgain({
          reason: 'ConcurrentPublish',
          summary: `states:PublishStateMachineVersion on ${stateMachineArn}: ${message}`,
        });
      }
    },
  };
}
