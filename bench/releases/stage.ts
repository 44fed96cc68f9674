import { UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { sleep } from '../../local/clock.ts';
import type { MetricDatum } from '../../local/cloudwatch/metric-datum.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { type Random, seededRandom } from '../../local/random.ts';
import type { StatusChange } from '../../local/states/status-change.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { ALIAS, CANDIDATE_VERSION, createMachine, putAlarms } from './machine-in-use.ts';
import { type Job, OURS, type Release, shiftingSeconds, WARM_UP_SECONDS } from './release.ts';
import { type Move, stageClients } from './stage-clients.ts';
import { CANDIDATE, outageStart, startTraffic } from './traffic.ts';

/** Starts may go by an alias's old routing for so long after it was written; each of local AWS's places hears of it in its own time. */
export const ALIAS_DELAY_SECONDS = 5;

/** An account in which a machine is in use, and its next revision uploaded. */
export interface Stage {
  readonly aws: LocalAws;
  readonly clients: AwsClients;
  readonly stateMachineArn: string;
  readonly aliasArn: string;
  readonly alarms: readonly string[];
  /** Alias writes so far. */
  readonly moves: readonly Move[];
  /** When executions of the candidate started, and which of them failed: in the clock's milliseconds. */
  readonly starts: readonly number[];
  readonly failures: readonly number[];
  /** When an alarm went off, since the first shift. */
  readonly alarmed: readonly number[];
  /** Whether one was firing at the first shift already: that says nothing of the candidate. */
  wasFiring(): boolean;
  /** Calls back at each start and end of a STANDARD execution. */
  listen(listener: (change: StatusChange) => void): void;
  /** Lets virtual time pass until it settles. */
  pass<T>(awaited: Promise<T>): Promise<T>;
  stopTraffic(): void;
}

/** What is seen of a deployment while it goes on. */
interface Seen {
  readonly moves: Move[];
  readonly starts: number[];
  readonly failures: number[];
  readonly alarmed: number[];
  readonly listeners: ((change: StatusChange) => void)[];
  isFiring: boolean;
  wasFiring: boolean;
}

/** Sets the stage, and lets traffic warm it up. */
export async function setStage({ release, deployer, alarm, alarmGoesOff, seed }: Job): Promise<Stage> {
  const { aws, seen } = openAws(seed);
  const random = seededRandom(seed).stream('stage');
  const clients = stageClients(aws, (move) => {
    if (seen.moves.length === 0) {
      seen.wasFiring = seen.isFiring;
      if (alarmGoesOff) goOffSoon(aws, release, random);
    }
    seen.moves.push(move);
  });
  const stateMachineArn = await createMachine(aws, clients, release);
  const aliasArn = `${stateMachineArn}:${ALIAS}`;
  const alarms = await putAlarms(clients, stateMachineArn, alarm, alarmGoesOff);
  await passSeconds(aws, ALIAS_DELAY_SECONDS); // until then the alias is not known everywhere
  const start = (input: string) =>
    void aws.states.operations.StartExecution!({ stateMachineArn: aliasArn, input }, aws.context);
  if (deployer === OURS) await passHistory(aws, release, random.stream('history'), start);
  const traffic = startTraffic(aws.clock, release, random.stream('traffic'), {
    shiftedAt: () => seen.moves[0]?.at,
    outageFrom: outageStart(shiftingSeconds(release.plan), random.stream('outage')),
    start,
  });
  await passSeconds(aws, WARM_UP_SECONDS + 60 * random.next());
  await clients.sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: CANDIDATE }));
  const { moves, starts, failures, alarmed } = seen;
  return {
    aws,
    clients,
    stateMachineArn,
    aliasArn,
    alarms,
    moves,
    starts,
    failures,
    alarmed,
    wasFiring: () => seen.wasFiring,
    listen: (listener) => void seen.listeners.push(listener),
    pass: (awaited) => aws.clock.runUntil(awaited),
    stopTraffic: () => traffic.stop(),
  };
}

/** Local AWS, all of which is watched. */
function openAws(seed: number): { readonly aws: LocalAws; readonly seen: Seen } {
  const seen: Seen = {
    moves: [],
    starts: [],
    failures: [],
    alarmed: [],
    listeners: [],
    isFiring: false,
    wasFiring: false,
  };
  const aws: LocalAws = new LocalAws({
    seed,
    keptHistories: 1,
    consistency: { lagSeconds: ALIAS_DELAY_SECONDS },
    onExecutionMetric: (datum) => observe(datum, seen),
    onStatusChange: (change) => {
      for (const listener of seen.listeners) listener(change);
    },
    onAlarmStateChange: ({ detail }) => {
      seen.isFiring = detail.state.value === 'ALARM';
      if (seen.isFiring && seen.moves.length > 0) seen.alarmed.push(aws.clock.now());
    },
  });
  return { aws, seen };
}

function passSeconds({ clock }: LocalAws, seconds: number): Promise<void> {
  return clock.runUntil(sleep(clock, 1000 * seconds));
}

/** Ours looks back a day. */
async function passHistory(aws: LocalAws, release: Release, random: Random, start: (input: string) => void) {
  const { historySeconds } = release.load;
  const traffic = startTraffic(aws.clock, release, random, { shiftedAt: () => undefined, outageFrom: 0, start });
  await passSeconds(aws, historySeconds);
  traffic.stop();
}

/** Each value is told under the machine, the version and the alias. */
function observe({ metricName, dimensions, value, timestamp }: MetricDatum, { starts, failures }: Seen): void {
  const last = dimensions.at(-1)!;
  if (value === 0 || last.Name !== 'Version' || last.Value !== CANDIDATE_VERSION) return;
  if (metricName === 'ExecutionsStarted') starts.push(timestamp);
  if (metricName === 'ExecutionsFailed') failures.push(timestamp);
}

/** Something that the executions know nothing of is reported each minute from a random moment on, which lies on the planned way to 100 percent. */
function goOffSoon(aws: LocalAws, { plan }: Release, random: Random): void {
  const MetricData = [{ MetricName: 'Complaints', Value: 1 }];
  const report = (at: number): void =>
    void aws.clock.schedule(
      at,
      () => {
        aws.cloudwatch.operations.PutMetricData!({ Namespace: 'Shop', MetricData }, aws.context);
        report(at + 60_000);
      },
      { daemon: true },
    );
  report(aws.clock.now() + 1000 * random.stream('alarm').next() * shiftingSeconds(plan));
}
