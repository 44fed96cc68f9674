import type { Wire } from '../../local/aws-json.ts';
import { LocalAws, type LocalAwsOptions } from '../../local/local-aws.ts';
import type { VirtualClock } from '../../local/virtual-clock.ts';
import { type OpenedTasks, openTasks } from '../../tasks/all-tasks.ts';
import { awsAlarms } from '../../tasks/ports/alarms.ts';
import { awsAliases } from '../../tasks/ports/aliases.ts';
import { translated } from '../../tasks/ports/aws-errors.ts';
import { awsCandidateExecutions } from '../../tasks/ports/candidate-executions.ts';
import { awsExecutionCounts } from '../../tasks/ports/execution-counts.ts';
import { awsExecutions } from '../../tasks/ports/executions.ts';
import { awsFailedExecutions } from '../../tasks/ports/failed-executions.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import { awsStarts } from '../../tasks/ports/starts.ts';
import { awsStateMachines } from '../../tasks/ports/state-machines.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES } from '../../workflow/definition.ts';
import type { Owner } from '../../workflow/ledger.ts';
import { FUNCTION_TIMEOUT_SECONDS, WATCHDOG_SECONDS } from '../../workflow/limits.ts';
import { emptyLedger, inMemoryLedger, type LedgerContents } from '../tasks/in-memory-ledger.ts';
import { type Carry, directClients } from './direct-clients.ts';
import { type Call, type Fault, suffer } from './fault.ts';

/** An alias as it was from a moment on. */
export interface AliasMoment {
  readonly at: number;
  /** Undefined: there was none. */
  readonly alias: Wire | undefined;
  /** Who wrote it: an execution's ARN, `watchdog`, or `somebody` from outside. */
  readonly by: string;
}

export interface WorldOptions extends LocalAwsOptions<VirtualClock> {
  /** Machine names. */
  readonly machines: readonly string[];
  /** The aliases exist before the deployment. Default true. */
  readonly aliases?: boolean;
  /** Decides what happens to a call. */
  readonly faultOf?: (call: Call) => Fault | undefined;
  /** Wraps the ports: deliberate bugs. */
  readonly sabotage?: (ports: Ports) => Ports;
  /** Changes the deployer's definition: deliberate bugs. */
  readonly redefine?: (definition: Wire) => Wire;
}

const STATES = 'arn:aws:states:us-east-1:123456789012';
export const DEPLOYER = `${STATES}:stateMachine:Stepshift`;
const roleArn = 'arn:aws:iam::123456789012:role/any';

export const machineArn = (name: string): string => `${STATES}:stateMachine:${name}`;
export const aliasArnOf = (name: string): string => `${machineArn(name)}:live`;

/** A local AWS with machines to deploy, the deployer installed on it, and every call of its tasks in hand. */
export class FaultWorld {
  readonly aws: LocalAws;
  readonly machines: readonly string[];
  readonly ledger: LedgerContents = emptyLedger();
  readonly ports: Ledger;
  /** The calls that tasks made. */
  readonly calls: Call[] = [];
  readonly timelines = new Map<string, AliasMoment[]>();
  /** What was noticed at the moment it happened. */
  readonly violations: string[] = [];
  readonly #options: WorldOptions;
  readonly #answers = new Map<string, { at: number; answer: unknown }[]>();

  constructor(options: WorldOptions) {
    this.#options = options;
    this.machines = options.machines;
    this.aws = new LocalAws(options);
    this.ports = inMemoryLedger(this.ledger);
  }

  async open(): Promise<void> {
    for (const name of this.machines) await this.#createTarget(name);
    await this.call('cloudwatch', 'PutMetricAlarm', ALARM);
    await this.call('cloudwatch', 'SetAlarmState', { AlarmName: 'a', StateValue: 'OK', StateReason: 'quiet' });
    await this.aws.clock.advanceBy(300_000);
    await this.#install();
  }

  /** Calls local AWS as somebody outside the deployer. */
  async call(service: 'states' | 'cloudwatch', operation: string, input: Wire, by = 'somebody'): Promise<Wire> {
    const output = await this.aws[service].operations[operation]!(input, this.aws.context);
    if (/^(Create|Update|Delete)StateMachineAlias$/.test(operation))
      await this.#note(aliasOf(operation, input, output), by);
    return output;
  }

  async start(name: string, fields: Wire = {}): Promise<string> {
    const targets = this.machines.map((machine) => ({ stateMachineArn: machineArn(machine), alias: 'live' }));
    const strategy = { type: 'linear', percentage: 50, intervalSeconds: 60 };
    const input = JSON.stringify({ targets, strategy, alarms: ['a'], compare: 'off', pollSeconds: 60, ...fields });
    return (await this.call('states', 'StartExecution', { stateMachineArn: DEPLOYER, name, input })).executionArn;
  }

  /** The alarm goes off, so many seconds from now. */
  alarmIn(seconds: number): void {
    this.later(seconds, () =>
      this.call('cloudwatch', 'SetAlarmState', { AlarmName: 'a', StateValue: 'ALARM', StateReason: 'set' }),
    );
  }

  later(seconds: number, run: () => Promise<unknown>): void {
    this.aws.clock.schedule(this.aws.clock.now() + seconds * 1000, () => void run().catch(() => {}));
  }

  /** Lets time pass until nothing is under way any more and the watchdog has nothing left to do, for at most a day. */
  async settle(): Promise<void> {
    await this.aws.clock.runUntilIdle();
    for (let round = 0; round < 300; round++) {
      if ((await this.ports.deployments.unfinished()).length === 0 && this.aws.clock.idle) break;
      await this.aws.clock.advanceBy(WATCHDOG_SECONDS * 1000);
    }
    // Whoever asks now is to be answered what is there, whatever lags.
    await this.aws.clock.advanceBy(120_000);
  }

  /** The alias as it is. */
  async alias(machine: string): Promise<Wire | undefined> {
    try {
      return await this.aws.states.operations.DescribeStateMachineAlias!(
        { stateMachineAliasArn: aliasArnOf(machine) },
        this.aws.context,
      );
    } catch {
      return undefined;
    }
  }

  async #createTarget(name: string): Promise<void> {
    const definition = (version: number) =>
      JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: version, End: true } } });
    await this.call('states', 'CreateStateMachine', { name, roleArn, definition: definition(1), publish: true });
    if (this.#options.aliases !== false) {
      const routingConfiguration = [{ stateMachineVersionArn: `${machineArn(name)}:1`, weight: 100 }];
      await this.call('states', 'CreateStateMachineAlias', { name: 'live', routingConfiguration });
    }
    await this.call('states', 'UpdateStateMachine', { stateMachineArn: machineArn(name), definition: definition(2) });
  }

  async #install(): Promise<void> {
    const arns = Object.fromEntries(
      TASK_NAMES.map((name) => [name, this.#register(name, (tasks) => tasks.tasks[name])]),
    ) as FunctionArns;
    const redefine = this.#options.redefine ?? ((definition) => definition);
    const definition = JSON.stringify(redefine(structuredClone(deployerDefinition(arns))));
    await this.call('states', 'CreateStateMachine', { name: 'Stepshift', roleArn, definition });
    this.#register('RecoverDeployment', ({ watchdog }) => watchdog);
    const functionName = 'stepshift-RecoverDeployment';
    const queue = this.aws.createQueue({
      name: 'ends',
      functionName,
      delaySeconds: FUNCTION_TIMEOUT_SECONDS,
      visibilityTimeoutSeconds: 90,
      retentionSeconds: 3600,
    });
    this.aws.events.putRule('ends', {
      source: ['aws.states'],
      detail: { stateMachineArn: [DEPLOYER], status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
    });
    this.aws.events.putTarget('ends', queue);
    this.aws.events.putSchedule(
      'watchdog',
      { everySeconds: WATCHDOG_SECONDS },
      { deliver: () => void this.aws.lambda.invoke(functionName, '{}') },
    );
  }

  #register(name: string, pick: (tasks: OpenedTasks) => (event: unknown) => Promise<unknown>): string {
    const handler = (event: unknown): Promise<unknown> => pick(openTasks(this.#portsOf(ownerOf(event))))(event);
    return this.aws.lambda.register(`stepshift-${name}`, handler, { timeoutSeconds: FUNCTION_TIMEOUT_SECONDS });
  }

  #portsOf(owner: Owner | undefined): Ports {
    const by = owner?.executionArn ?? 'watchdog';
    const carry: Carry = (service, operation, input, call) => this.#carry({ service, operation, input }, call, by);
    const { sfn, cloudwatch } = directClients(this.aws, carry);
    const ports: Ports = {
      aliases: awsAliases(sfn),
      stateMachines: awsStateMachines(sfn),
      alarms: awsAlarms(cloudwatch),
      starts: awsStarts(sfn, cloudwatch),
      counts: awsExecutionCounts(cloudwatch),
      failed: awsFailedExecutions(sfn),
      executions: awsExecutions(sfn),
      candidateExecutions: awsCandidateExecutions(sfn),
      ledger: faulty(this.ports, carry),
      now: () => new Date(this.aws.clock.now()).toISOString(),
    };
    return this.#options.sabotage?.(ports) ?? ports;
  }

  async #carry(what: Omit<Call, 'number'>, make: () => Promise<unknown>, by: string): Promise<unknown> {
    const call: Call = { number: this.calls.length, ...what };
    this.calls.push(call);
    const effect = async (): Promise<unknown> => {
      const moves = /^(Create|Update|Delete)StateMachineAlias$/.test(call.operation);
      const output = await make();
      if (moves) await this.#note(aliasOf(call.operation, call.input as Wire, output as Wire), by);
      return output;
    };
    const fault = this.#options.faultOf?.(call);
    const key = `${call.service}.${call.operation} ${JSON.stringify(call.input)}`;
    const remember = (answer: unknown): unknown => {
      this.#answers.set(key, [...(this.#answers.get(key) ?? []), { at: this.aws.clock.now(), answer }]);
      return answer;
    };
    if (!fault) return remember(await effect());
    const staleAnswer = (): unknown => this.#staleAnswer(call, key);
    return suffer(fault, { aws: this.aws, call, effect, staleAnswer });
  }

  /** For an alias, what was there a minute ago; for everything else, what the same question was answered within the last minute. */
  #staleAnswer(call: Call, key: string): unknown {
    const minuteAgo = this.aws.clock.now() - 60_000;
    const { stateMachineAliasArn } = call.input as { readonly stateMachineAliasArn?: string };
    if (stateMachineAliasArn !== undefined) {
      const moment = (this.timelines.get(stateMachineAliasArn) ?? []).findLast(({ at }) => at <= minuteAgo);
      return moment?.alias ?? Object.assign(new Error('does not exist'), { name: 'ResourceNotFound' });
    }
    const earlier = this.#answers.get(key)?.find(({ at }) => at >= minuteAgo);
    if (earlier) return earlier.answer;
    return this.aws[call.service as 'states'].operations[call.operation]!(call.input as Wire, this.aws.context);
  }

  async #note(arn: string, by: string): Promise<void> {
    const machine = arn.split(':').at(-2)!;
    const alias = await this.alias(machine);
    this.timelines.set(arn, [...(this.timelines.get(arn) ?? []), { at: this.aws.clock.now(), alias, by }]);
    if (by !== 'somebody') this.#requireHeld(arn, by);
  }

  /** Nobody moves an alias whose lock is not theirs at that very moment. */
  #requireHeld(arn: string, by: string): void {
    const entry = JSON.parse(this.ledger.targets.get(arn)?.text ?? '{}') as { owner?: Owner };
    const holder = entry.owner?.executionArn;
    if (holder === undefined || (by !== 'watchdog' && by !== holder && !this.#recoveredBy(by))) {
      this.violations.push(`${by} moved ${arn}, which is locked by ${holder ?? 'nobody'}`);
    }
  }

  /** A deployment recovers a dead holder inside LockTargets, under that one's lock. */
  #recoveredBy(by: string): boolean {
    return this.ledger.deployments.has(by);
  }
}

const ALARM = {
  AlarmName: 'a',
  Namespace: 'Any',
  MetricName: 'Any',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'ignore',
};

function ownerOf(event: unknown): Owner | undefined {
  return (event as { readonly owner?: Owner } | undefined)?.owner;
}

function aliasOf(operation: string, input: Wire, output: Wire): string {
  return operation === 'CreateStateMachineAlias' ? output.stateMachineAliasArn : input.stateMachineAliasArn;
}

/** The ledger with its calls in hand. */
function faulty(ledger: Ledger, carry: Carry): Ledger {
  const wrapped = Object.entries(ledger).map(([group, methods]) => [
    group,
    Object.fromEntries(
      Object.entries(methods as Record<string, (...args: unknown[]) => Promise<unknown>>).map(([name, method]) => [
        name,
        (...args: unknown[]) =>
          translated(`ledger:${group}.${name}`, 'ledger', () =>
            carry('ledger', `${group}.${name}`, args, () => method(...args)),
          ),
      ]),
    ),
  ]);
  return Object.fromEntries(wrapped) as Ledger;
}
