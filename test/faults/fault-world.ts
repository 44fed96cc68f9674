import type { Wire } from '../../local/aws-json.ts';
import { LocalAws, type LocalAwsOptions } from '../../local/local-aws.ts';
import type { VirtualClock } from '../../local/virtual-clock.ts';
import { type OpenedTasks, openTasks } from '../../tasks/all-tasks.ts';
import { awsAlarms } from '../../tasks/ports/alarms.ts';
import { awsAliases } from '../../tasks/ports/aliases.ts';
import { translated } from '../../tasks/ports/aws-errors.ts';
import { awsExecutions } from '../../tasks/ports/executions.ts';
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
  /** What was written, whatever lags; undefined: removed. */
  readonly routes: Routes | undefined;
  /** Who wrote it: an execution's ARN, `watchdog`, or `somebody` from outside. */
  readonly by: string;
}

export type Routes = readonly { readonly stateMachineVersionArn: string; readonly weight: number }[];

/** The world at the moment an execution of the deployer ended. */
export interface Ended {
  readonly executionArn: string;
  readonly at: number;
  readonly type: string;
  readonly error?: string;
  readonly cause?: string;
  readonly aliases: ReadonlyMap<string, AliasMoment | undefined>;
  /** Alias ARN → whose lock. */
  readonly locks: ReadonlyMap<string, string>;
}

/** An alias write as it was asked for: at the moment it was asked, whatever became of it. */
export interface Issued {
  readonly at: number;
  readonly by: string;
  readonly holder: string | undefined;
  readonly aliasArn: string;
  readonly routes: Routes | undefined;
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
  readonly ends: Ended[] = [];
  readonly issued: Issued[] = [];
  /** Executions of the deployer under way, with the life they are in. */
  readonly #running = new Map<string, number>();
  readonly #lives = new Map<string, number>();
  readonly #options: WorldOptions;
  readonly #answers = new Map<string, { at: number; answer: unknown }[]>();

  constructor(options: WorldOptions) {
    this.#options = options;
    this.machines = options.machines;
    this.aws = new LocalAws({
      ...options,
      onHistoryEvent: (arn, event) => {
        this.#see(arn, event as unknown as Wire);
        options.onHistoryEvent?.(arn, event);
      },
    });
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
      this.#note(aliasOf(operation, input, output), by, input.routingConfiguration, output);
    return output;
  }

  async start(name: string, fields: Wire = {}): Promise<string> {
    const targets = this.machines.map((machine) => ({ stateMachineArn: machineArn(machine), alias: 'live' }));
    const strategy = { type: 'linear', percentage: 50, intervalSeconds: 60 };
    const input = JSON.stringify({ targets, strategy, alarms: ['a'], pollSeconds: 60, ...fields });
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
      if ((await this.ports.deployments.open()).length === 0 && this.aws.clock.idle) break;
      await this.aws.clock.advanceBy(WATCHDOG_SECONDS * 1000);
    }
    // Whoever asks now is to be answered what is there, whatever lags.
    await this.aws.clock.advanceBy(120_000);
  }

  #see(executionArn: string, event: Wire): void {
    if (!executionArn.includes(':Stepshift:')) return;
    const type = event.type as string;
    if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') {
      const life = type === 'ExecutionStarted' ? 0 : (this.#lives.get(executionArn) ?? 0) + 1;
      this.#lives.set(executionArn, life);
      this.#running.set(executionArn, life);
    }
    if (!/^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type)) return;
    this.#running.delete(executionArn);
    const { error, cause } = (event.executionFailedEventDetails ?? {}) as { error?: string; cause?: string };
    this.ends.push({
      executionArn,
      at: this.aws.clock.now(),
      type,
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      aliases: new Map(this.machines.map((name) => [name, this.timelines.get(aliasArnOf(name))?.at(-1)])),
      locks: new Map(
        [...this.ledger.targets].flatMap(([arn, { text }]) => {
          const { owner } = JSON.parse(text) as { owner?: Owner };
          return owner ? [[arn, owner.executionArn] as const] : [];
        }),
      ),
    });
  }

  /** What is wrong with asking for this call at this moment. */
  #judge(call: Call, by: string): void {
    if (call.operation === 'deployments.write') this.#requireDead(call, by);
    if (!/^(Create|Update|Delete)StateMachineAlias$/.test(call.operation)) return;
    const input = call.input as Wire;
    const routes: Routes | undefined = input.routingConfiguration;
    const aliasArn =
      input.stateMachineAliasArn ??
      `${routes![0]!.stateMachineVersionArn.split(':').slice(0, -1).join(':')}:${input.name}`;
    const entry = JSON.parse(this.ledger.targets.get(aliasArn)?.text ?? '{}') as { owner?: Owner; foundAt?: string };
    const holder = entry.owner?.executionArn;
    this.issued.push({ at: this.aws.clock.now(), by, holder, aliasArn, routes });
    const phase = holder && (JSON.parse(this.ledger.deployments.get(holder)?.text ?? '{}') as { phase?: string }).phase;
    const text = (routes ?? []).map((r) => `${r.stateMachineVersionArn.split(':').at(-1)}=${r.weight}`).join(' ');
    const planned: Record<string, readonly string[]> = {
      forward: ['2=50 1=50', '1=50 2=50', '2=100 1=0', '1=0 2=100', '2=100'],
      promoted: ['2=100'],
      back: ['1=100', ''],
    };
    if (phase && !planned[phase]!.includes(text))
      this.violations.push(`UNPLANNED: ${by} asks for "${text}" of ${aliasArn} in phase ${phase}`);
    const halfway = this.issued.find(
      (one) => one.aliasArn === aliasArn && one.holder === holder && one.routes?.[0]?.weight === 50,
    );
    const bake = 60_000;
    if (phase === 'forward' && /=0$|=0 /.test(text) && !(halfway && halfway.at + bake <= this.aws.clock.now()))
      this.violations.push(`UNPLANNED: ${by} asks for "${text}" of ${aliasArn} before half was watched`);
    if (by === 'watchdog' && phase === 'forward')
      this.violations.push('UNPLANNED: the watchdog writes before it turned');
    const timeline = this.timelines.get(aliasArn) ?? [];
    const foreign = timeline.at(-1);
    // AWS takes a write of what is there already as the same write: nobody can see it.
    const noticeable = inAnyOrder(foreign?.routes) !== inAnyOrder(timeline.at(-2)?.routes);
    if (
      foreign?.by === 'somebody' &&
      noticeable &&
      entry.foundAt !== undefined &&
      Date.parse(entry.foundAt) < foreign.at &&
      foreign.at < this.aws.clock.now() - 61_000
    )
      this.violations.push(`DRIFT OVERWRITTEN: ${by} asks for "${text}", and somebody had written over a minute ago`);
  }

  /** Nobody completes a deployment that is alive. */
  #requireDead(call: Call, by: string): void {
    const entry = (call.input as readonly unknown[])[0] as { owner: Owner; recovered?: unknown };
    const { executionArn, redriveCount } = entry.owner;
    if (entry.recovered && by !== executionArn && this.#running.get(executionArn) === redriveCount)
      this.violations.push(`LIVING RECOVERED: ${by} completes ${executionArn}, which is alive`);
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
      executions: awsExecutions(sfn),
      ledger: faulty(this.ports, carry),
      now: () => new Date(this.aws.clock.now()).toISOString(),
    };
    return this.#options.sabotage?.(ports) ?? ports;
  }

  async #carry(what: Omit<Call, 'number'>, make: () => Promise<unknown>, by: string): Promise<unknown> {
    const call: Call = { number: this.calls.length, ...what };
    this.calls.push(call);
    this.#judge(call, by);
    const effect = async (): Promise<unknown> => {
      const moves = /^(Create|Update|Delete)StateMachineAlias$/.test(call.operation);
      const output = await make();
      if (moves)
        this.#note(
          aliasOf(call.operation, call.input as Wire, output as Wire),
          by,
          (call.input as Wire).routingConfiguration,
          output as Wire,
        );
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

  #note(arn: string, by: string, routes: Routes | undefined, output: Wire): void {
    const date = output.updateDate ?? output.creationDate;
    // Made from the write itself: a reading may lag, and a stale answer made from it would be older than any that AWS gives.
    const alias = routes && {
      stateMachineAliasArn: arn,
      name: 'live',
      routingConfiguration: routes,
      creationDate: date,
      updateDate: date,
    };
    this.timelines.set(arn, [...(this.timelines.get(arn) ?? []), { at: this.aws.clock.now(), alias, by, routes }]);
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

function inAnyOrder(routes: Routes | undefined): string {
  return (routes ?? [])
    .map(({ stateMachineVersionArn, weight }) => `${stateMachineVersionArn}=${weight}`)
    .sort()
    .join(' ');
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
