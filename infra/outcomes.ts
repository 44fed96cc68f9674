import { EventField, type IEventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { EventBus, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { endsOf } from './watchdog.ts';

export interface Listeners {
  readonly topic?: ITopic | undefined;
  readonly bus?: IEventBus | undefined;
}

/** Tells whoever wants to know how each deployment ended: a topic in words, a bus by AWS's own event. */
export function tellOutcomes(scope: Construct, stateMachineArn: string, { topic, bus }: Listeners): void {
  if (!topic && !bus) return;
  const rule = new Rule(scope, 'OutcomesRule', {
    description: 'Ends of the deployer, for who wants to know them',
    eventPattern: endsOf(stateMachineArn),
  });
  if (bus) rule.addTarget(new EventBus(bus));
  if (topic) rule.addTarget(new SnsTopic(topic, { message: inWords() }));
}

/** Error is the name of the end and cause its account; both are missing where a deployment succeeded or was stopped. */
function inWords(): RuleTargetInput {
  const field = (path: string): string => EventField.fromPath(`$.detail.${path}`);
  return RuleTargetInput.fromObject({
    deployment: field('name'),
    status: field('status'),
    end: field('error'),
    cause: field('cause'),
    executionArn: field('executionArn'),
  });
}
