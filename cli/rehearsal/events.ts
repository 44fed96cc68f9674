import { AwsError } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { recordDecision } from '../../tasks/decisions.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import { ValidationError } from '../../workflow/errors.ts';
import { nearest } from '../nearest.ts';
import type { ScenarioEvent } from '../scenario/event.ts';
import { ScenarioFault } from '../scenario/fault.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { World } from './world.ts';

/** @throws ScenarioFault for an event that calls what local AWS does not have */
export function requireOperations(aws: LocalAws, { file, events }: Scenario): void {
  for (const [index, event] of events.entries()) {
    if (event.kind === 'decision') continue;
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
  { executionArn, ledger }: { readonly executionArn: string; readonly ledger: Ledger },
  happened: (event: ScenarioEvent) => Promise<void>,
): ScheduledEvents {
  const begin = aws.clock.now();
  let left = events.length;
  const perform = async (event: ScenarioEvent, index: number): Promise<void> => {
    const at = `${file}: events[${index}]`;
    if (event.kind === 'decision') await decide(event, at);
    else await make(callOf(event, executionArn), at);
    left--;
    await happened(event);
  };
  const make = async ({ service, operation, input }: Call, at: string): Promise<void> => {
    try {
      await aws[service].operations[operation]!(input, aws.context);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const found = `${service}.${operation}, which AWS refuses then (${error.name}: ${error.message})`;
      throw new ScenarioFault(`${at}: found ${found}, expected a call it accepts`);
    }
  };
  const decide = async (
    { decision, actor, reason }: ScenarioEvent & { kind: 'decision' },
    at: string,
  ): Promise<void> => {
    const why = reason === undefined ? {} : { reason };
    try {
      const now = new Date(aws.clock.now()).toISOString();
      await recordDecision(executionArn, { decision, actor, ...why, at: now }, { ledger });
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      throw new ScenarioFault(`${at}: found ${decision}, which comes too early or too late: ${error.summary}`);
    }
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
  if (event.kind === 'decision') return `${event.actor} decides: ${event.decision}`;
  return `somebody calls ${event.service}.${event.operation}`;
}

interface Call {
  readonly service: 'states' | 'cloudwatch';
  readonly operation: string;
  readonly input: unknown;
}

function callOf(event: Exclude<ScenarioEvent, { kind: 'decision' }>, executionArn: string): Call {
  if (event.kind === 'call') return event;
  const operation = event.kind === 'stopDeployment' ? 'StopExecution' : 'RedriveExecution';
  return { service: 'states', operation, input: { executionArn } };
}
