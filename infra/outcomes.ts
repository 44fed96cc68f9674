import { EventField, type IEventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { EventBus, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { endsOf } from './watchdog.ts';

export interface Listeners {
  readonly topic?: ITopic | undefined;
  readonly bus?: IEventBus | undefined;
}

/** Tells whoever wants to know how each deployment ended: a bus by AWS's own event, a topic by what matters of it. */
export function tellOutcomes(scope: Construct, stateMachineArn: string, { topic, bus }: Listeners): void {
  if (bus) {
    new Rule(scope, 'OutcomesRule', {
      description: 'Ends of the deployer, for the bus that wants to know them',
      eventPattern: endsOf(stateMachineArn),
      targets: [new EventBus(bus)],
    });
  }
  if (!topic) return;
  // What an event lacks cannot be put into a message: only one that failed has an error, which is the name of its end, and a cause.
  const common = { deployment: 'name', status: 'status', executionArn: 'executionArn' };
  new Rule(scope, 'FailuresRule', {
    description: 'Failed ends of the deployer, for the topic that wants to know them',
    eventPattern: endsOf(stateMachineArn, ['FAILED']),
    targets: [new SnsTopic(topic, { message: fields({ end: 'error', ...common, cause: 'cause' }) })],
  });
  new Rule(scope, 'OtherEndsRule', {
    description: 'Other ends of the deployer, for the topic that wants to know them',
    eventPattern: endsOf(stateMachineArn, ['SUCCEEDED', 'TIMED_OUT', 'ABORTED']),
    targets: [new SnsTopic(topic, { message: fields(common) })],
  });
}

function fields(paths: Readonly<Record<string, string>>): RuleTargetInput {
  const read = Object.entries(paths).map(([name, path]) => [name, EventField.fromPath(`$.detail.${path}`)]);
  return RuleTargetInput.fromObject(Object.fromEntries(read));
}
