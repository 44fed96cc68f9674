import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeStateMachineAliasCommand,
  PublishStateMachineVersionCommand,
  UpdateStateMachineAliasCommand,
} from '@aws-sdk/client-sfn';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import type { Plan, Shifts } from '../releases/release.ts';

/** What a peer is told, and what it works with: AWS's own clients, and time that passes. */
export interface Order {
  readonly clients: Pick<AwsClients, 'sfn' | 'cloudwatch'>;
  sleep(seconds: number): Promise<void>;
  readonly stateMachineArn: string;
  readonly aliasArn: string;
  readonly plan: Shifts;
  /** Names. */
  readonly alarms: readonly string[];
}

/** `refused`: before it gave the candidate any traffic. */
export type PeerEnd = 'refused' | 'rolledBack' | 'promoted';

/** A deployer as it drives AWS's API. */
export interface Peer {
  readonly name: string;
  /** Whether it knows such a plan. */
  deploys(plan: Plan): boolean;
  /** When it asks its alarms, in seconds from the first shift, as long as none is firing. */
  looksAt(plan: Plan): readonly number[];
  deploy(order: Order): Promise<PeerEnd>;
}

/** All of the three ask their alarms once a minute, or mean to. */
export const POLL_SECONDS = 60;

/** Every so many seconds from 0 on, up to and with a time. */
export function every(seconds: number, until: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.floor(until / seconds) + 1) }, (_, i) => i * seconds);
}

export type Routing = readonly { readonly stateMachineVersionArn: string; readonly weight: number }[];

export async function publish({ clients, stateMachineArn }: Order): Promise<string> {
  const { stateMachineVersionArn } = await clients.sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  return stateMachineVersionArn!;
}

export async function readRouting({ clients, aliasArn }: Order): Promise<Routing> {
  const describe = new DescribeStateMachineAliasCommand({ stateMachineAliasArn: aliasArn });
  const { routingConfiguration = [] } = await clients.sfn.send(describe);
  return routingConfiguration.map((route) => ({
    stateMachineVersionArn: route.stateMachineVersionArn!,
    weight: route.weight!,
  }));
}

export async function writeRouting({ clients, aliasArn }: Order, routing: Routing): Promise<void> {
  const update = { stateMachineAliasArn: aliasArn, routingConfiguration: [...routing] };
  await clients.sfn.send(new UpdateStateMachineAliasCommand(update));
}

/** Which of the alarms are in ALARM; one that is not there is not. */
export async function firingOf({ clients, alarms }: Order): Promise<readonly string[]> {
  if (alarms.length === 0) return [];
  const describe = new DescribeAlarmsCommand({ AlarmNames: [...alarms], StateValue: 'ALARM' });
  const { MetricAlarms = [] } = await clients.cloudwatch.send(describe);
  return MetricAlarms.map(({ AlarmName }) => AlarmName!);
}
