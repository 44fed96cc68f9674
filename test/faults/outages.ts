import { type Case, type Outcome, outcomeOf, play, recordedCalls, worldOf } from './case.ts';
import type { Fault } from './fault.ts';
import { PLAIN_STAGES, type Stage } from './stage.ts';

const SERVICES = ['states', 'cloudwatch', 'ledger', 'everything'] as const;
type Service = (typeof SERVICES)[number];

/** How a service is out, each for long enough that all retries of some state are used up. */
const OUTAGES = [
  { fault: 'throttled', seconds: 600 },
  { fault: 'failsBefore', seconds: 7200 },
  { fault: 'refused', seconds: 7200 },
  { fault: 'neverAnswers', seconds: 1200 },
] as const;

/** A whole service fails from one of a deployment's calls on, for minutes to hours. */
export async function outages(stages: readonly Stage[] = PLAIN_STAGES): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of stages) {
    const calls = await recordedCalls(stage);
    for (const service of SERVICES)
      for (const { fault, seconds } of service === 'everything' ? OUTAGES.filter(isTotal) : OUTAGES)
        for (const { number } of calls.filter((call) => isOf(service, call)))
          cases.push({
            name: `${stage.name}: ${service} ${fault} from call ${number} for ${seconds} s`,
            run: () => outage(stage, service, fault, number, seconds),
          });
  }
  return cases;
}

/** Of a region that is out altogether. */
function isTotal({ fault }: { readonly fault: Fault }): boolean {
  return fault === 'failsBefore' || fault === 'neverAnswers';
}

function isOf(service: Service, call: { readonly service: string }): boolean {
  return service === 'everything' || call.service === service;
}

async function outage(stage: Stage, service: Service, fault: Fault, from: number, seconds: number): Promise<Outcome> {
  let until: number | undefined;
  const world = worldOf(stage, {
    faultOf: (call) => {
      if (call.number === from) until = call.at + seconds * 1000;
      return until !== undefined && call.at < until && isOf(service, call) ? fault : undefined;
    },
  });
  return outcomeOf(await play(stage, world));
}
