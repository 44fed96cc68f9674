import { AwsError } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { nearest } from '../nearest.ts';
import type { ScenarioEvent } from '../scenario/event.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { World } from './world.ts';

/** @throws ScenarioFault for an event that calls what local AWS does not have */
export function requireOperations(aws: LocalAws, { file, events }: Scenario): void {
  for (const [index, event] of events.entries()) {
    const { service, operation } = callOf(event, '');
    const known = Object.keys(aws[service].operations);
    if (known.includes(operation)) continue;
    const near = nearest(operation, known);
    const expected = `an operation that local AWS has${near ? `, such as ${service}.${near}` : ''}`;
    throw new ScenarioFault(`${file}: events[${index}]: found ${service}.${operation}, expected ${expected}`);
  }
}

export interface ScheduledEvents {
  /** How many have not happened yet. */
  left(): number;
}

/**
 * Lets the scenario's events happen to an execution that starts now, each by a call of AWS's API. One that AWS refuses ends the rehearsal.
 * @param happened called after each
 */
export function scheduleEvents(
  { aws, fail }: World,
  { file, events }: Scenario,
  executionArn: string,
  happened: (event: ScenarioEvent) => Promise<void>,
): ScheduledEvents {
  const begin = aws.clock.now();
  let left = events.length;
  const perform = async (event: ScenarioEvent, index: number): Promise<void> => {
    const { service, operation, input } = callOf(event, executionArn);
    try {
      await aws[service].operations[operation]!(input, aws.context);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const found = `${service}.${operation}, which AWS refuses then (${error.name}: ${error.message})`;
      throw new ScenarioFault(`${file}: events[${index}]: found ${found}, expected a call it accepts`);
    }
    left--;
    await happened(event);
  };
  for (const [index, event] of events.entries()) {
    aws.clock.schedule(begin + event.atSeconds * 1000, () => {
      const release = aws.clock.hold();
      perform(event, index).catch(fail).finally(release);
    });
  }
  return { left: () => left };
}

/** What happens, for whoever watches the rehearsal. */
export function eventInWords(event: ScenarioEvent): string {
  if (event.kind === 'stopDeployment') return 'the deployment is stopped';
  if (event.kind === 'redriveDeployment') return 'the deployment is redriven';
  return `somebody calls ${event.service}.${event.operation}`;
}

interface Call {
  readonly service: 'states' | 'cloudwatch';
  readonly operation: string;
  readonly input: unknown;
}

function callOf(event: ScenarioEvent, executionArn: string): Call {
  if (event.kind === 'call') return event;
  const operation = event.kind === 'stopDeployment' ? 'StopExecution' : 'RedriveExecution';
  return { service: 'states', operation, input: { executionArn } };
}
