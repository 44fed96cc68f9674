import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect } from '@jest/globals';
import { type Route, split, wholly } from '../../workflow/routes.ts';
import { holdsForAliases } from '../tasks/ports/aliases-contract.ts';
import { contractTest, type Differences } from '../tasks/ports/contract-test.ts';
import { FIRST, LIVE, type Place, placeOn, SECOND, withAlias } from '../tasks/ports/places.ts';
import { holdsForStateMachines } from '../tasks/ports/state-machines-contract.ts';
import { clientOptionsOf } from './client-options.ts';

/** Real time passes by itself: two writes are to have times of their own, no more. */
const BETWEEN_WRITES_MILLIS = 20;

function placeAt(endpoint: string): Place {
  return placeOn(clientOptionsOf(endpoint), {
    pass: () => sleep(BETWEEN_WRITES_MILLIS),
    now: () => new Date().toISOString(),
  });
}

/**
 * The contract of the control plane, by which the deployer publishes versions and moves aliases, and what becomes of starts through an alias.
 * @param emptyAccount the endpoint of 123456789012 in us-east-1, with no state machine in it
 */
export function holdsTheControlPlane(emptyAccount: () => Promise<string>, differences: Differences = {}): void {
  const holds = contractTest(differences);
  holdsForAliases('there', async () => placeAt(await emptyAccount()), differences);
  holdsForStateMachines('there', async () => placeAt(await emptyAccount()), differences);

  describe('a start through an alias', () => {
    let place: Place;
    let sfn: SFNClient;

    beforeEach(async () => {
      const endpoint = await emptyAccount();
      sfn = new SFNClient(clientOptionsOf(endpoint));
      place = placeAt(endpoint);
      await withAlias(place);
    });

    async function ended(executionArn: string): Promise<DescribeExecutionOutput> {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== 'RUNNING') return execution;
      await sleep(BETWEEN_WRITES_MILLIS);
      return ended(executionArn);
    }

    async function started(): Promise<DescribeExecutionOutput> {
      const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: LIVE, input: '{}' }));
      return ended(executionArn!);
    }

    /** What the versions answer that this many starts were given: the number of their revision, counted from 0. */
    async function drawn(routes: readonly Route[], starts: number): Promise<ReadonlySet<string | undefined>> {
      await place.ports.aliases.write(LIVE, routes);
      const outputs = new Set<string | undefined>();
      for (let i = 0; i < starts; i++) outputs.add((await started()).output);
      return outputs;
    }

    holds('runs the one version that the alias is wholly on', async () => {
      expect(await drawn(wholly(FIRST), 5)).toEqual(new Set(['1']));
      expect(await drawn(wholly(SECOND), 5)).toEqual(new Set(['2']));
      expect(await drawn(split(FIRST, SECOND, 100), 5)).toEqual(new Set(['2']));
    });

    // That all of 40 get the same is once in 500 thousand million.
    holds('runs either version of a split alias', async () => {
      expect(await drawn(split(FIRST, SECOND, 50), 40)).toEqual(new Set(['1', '2']));
    });

    holds('tells which version it runs, by which alias', async () => {
      expect(await started()).toMatchObject({ stateMachineVersionArn: FIRST, stateMachineAliasArn: LIVE });
    });

    holds('is listed under its version, with the alias', async () => {
      const { executionArn } = await started();
      const { executions } = await place.ports.candidateExecutions.list(FIRST, 'SUCCEEDED');
      expect(executions).toContainEqual(expect.objectContaining({ executionArn, aliasArn: LIVE }));
    });
  });
}
