import type { Wire } from '../../local/aws-json.ts';
import { LocalAws, type LocalAwsOptions } from '../../local/local-aws.ts';
import type { VirtualClock } from '../../local/virtual-clock.ts';
import { recordDecision } from '../../tasks/decisions.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import type { Decision } from '../../workflow/decisions.ts';
import { ALARMS_TELL_SECONDS, WATCHDOG_SECONDS } from '../../workflow/limits.ts';
import { handSetAlarm } from '../tasks/hand-set-alarm.ts';
import { emptyLedger, inMemoryLedger, type LedgerContents } from '../tasks/in-memory-ledger.ts';
import { carrier } from './carrier.ts';
import { FAILING, HANGING, passing } from './definitions.ts';
import type { Call, Fault } from './fault.ts';
import { DEPLOYER, installDeployer } from './install-deployer.ts';
import { type TargetSetup, USUAL } from './stage.ts';
import { Witness } from './witness.ts';

export interface WorldOptions extends LocalAwsOptions<VirtualClock> {
  readonly targets: readonly TargetSetup[];
  /** What the request says beside its targets. */
  readonly request?: Wire;
  /** The first target is restored to its version 2, and nothing is deployed. */
  readonly restores?: true;
  /** So long each step is watched, at least. */
  readonly bakeSeconds?: number;
  /** Decides what happens to a call. */
  readonly faultOf?: (call: Call) => Fault | undefined;
  /** Decides whether a function runs, or Lambda answers an error. */
  readonly brokenBy?: (functionName: string) => Error | undefined;
  /** Changes the deployer's definition before it is installed. */
  readonly redefine?: (definition: Wire) => Wire;
}

const STATES = 'arn:aws:states:us-east-1:123456789012';
const roleArn = 'arn:aws:iam::123456789012:role/any';

export const machineArn = (name: string): string => `${STATES}:stateMachine:${name}`;
export const aliasArnOf = (name: string): string => `${machineArn(name)}:live`;

/** An execution that somebody started through an alias while deployments were under way. */
export interface Start {
  readonly at: number;
  readonly aliasArn: string;
  /** Absent: AWS refused it. */
  readonly executionArn?: string;
  readonly refusal?: string;
}

/** What somebody decided, as the ledger took it. */
export interface Told extends Decision {
  readonly executionArn: string;
}

/** A local AWS with machines to deploy, the deployer installed on it, and every call of its functions in hand. */
export class FaultWorld {
  readonly aws: LocalAws;
  readonly targets: readonly TargetSetup[];
  readonly machines: readonly string[];
  readonly ledger: LedgerContents = emptyLedger();
  readonly witness: Witness;
  readonly starts: Start[] = [];
  readonly told: Told[] = [];
  /** When the alarm went off, if it did. */
  alarmedAt: number | undefined;
  /** The deployer was installed then, and everything before it is how things were. */
  openedAt = 0;
  readonly #ledger: Ledger = inMemoryLedger(this.ledger);
  readonly #options: WorldOptions;

  constructor(options: WorldOptions) {
    this.#options = options;
    this.targets = options.targets;
    this.machines = options.targets.map(({ name }) => name);
    const aliasArns = this.machines.map(aliasArnOf);
    this.aws = new LocalAws({
      ...options,
      onHistoryEvent: (arn, event) => {
        if (arn.includes(':Stepshift:')) this.witness.seeEvent(arn, event as unknown as Wire, aliasArns);
        options.onHistoryEvent?.(arn, event);
      },
    });
    this.witness = new Witness(() => this.aws.clock.now(), this.ledger);
  }

  async open(): Promise<void> {
    for (const target of this.targets) await this.#createTarget(target);
    for (const { name } of this.targets.filter(({ crowded }) => crowded)) await this.#crowd(name);
    await this.call('cloudwatch', 'PutMetricAlarm', handSetAlarm('a'));
    await this.#setAlarm('OK');
    await this.aws.clock.advanceBy(300_000);
    this.openedAt = this.aws.clock.now();
    const { redefine = (definition: Wire) => definition, faultOf = never, brokenBy = never } = this.#options;
    const { aws, witness } = this;
    const carry = carrier({ aws, witness, faultOf });
    await installDeployer({ aws, ledger: this.#ledger, redefine, carry, roleArn, brokenBy });
  }

  /** What requests say beside their targets. */
  get request(): Wire {
    return this.#options.request ?? USUAL;
  }

  get bakeSeconds(): number {
    return this.#options.bakeSeconds ?? ALARMS_TELL_SECONDS;
  }

  get restores(): boolean {
    return this.#options.restores ?? false;
  }

  /** EventBridge may lose events of ends. */
  get losesEvents(): boolean {
    return (this.#options.eventFaults?.loss ?? 0) > 0;
  }

  /** Calls local AWS as somebody outside the deployer. */
  async call(service: 'states' | 'cloudwatch', operation: string, input: Wire): Promise<Wire> {
    const output = await this.aws[service].operations[operation]!(input, this.aws.context);
    if (/^(Create|Update|Delete)StateMachineAlias$/.test(operation)) this.witness.seeAliasWrite(input, output);
    return output;
  }

  /** Starts a deployment of all targets. */
  async start(name: string): Promise<string> {
    const targets = this.targets.map(({ name: machine, crowded }) => {
      const stateMachineArn = machineArn(machine);
      return { stateMachineArn, alias: 'live', ...(crowded && { versionArn: `${stateMachineArn}:2` }) };
    });
    const restore = { ...targets[0], restore: { versionArn: `${targets[0]?.stateMachineArn}:2` } };
    const input = JSON.stringify(this.restores ? restore : { targets, ...this.request });
    return (await this.call('states', 'StartExecution', { stateMachineArn: DEPLOYER, name, input })).executionArn;
  }

  /** Somebody decides something about a deployment; where it comes too early or too late, nothing comes of it. */
  async decide(executionArn: string, decision: Decision['decision']): Promise<void> {
    const at = new Date(this.aws.clock.now()).toISOString();
    const said = { decision, actor: 'somebody', at };
    await recordDecision(executionArn, said, { ledger: this.#ledger });
    this.told.push({ executionArn, ...said });
    this.witness.count(`told to ${decision}`);
  }

  /** Somebody stops one execution of a candidate that hangs, by hand. */
  async strangle(): Promise<void> {
    const stateMachineArn = `${machineArn(this.machines[0]!)}:2`;
    const { executions } = await this.call('states', 'ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' });
    await this.call('states', 'StopExecution', { executionArn: executions[0].executionArn, error: 'ByHand' });
    this.witness.count('executions stopped by hand');
  }

  /** Executions are started through each alias that there is, so many seconds apart, for so long. */
  startThroughAliases(everySeconds: number, forSeconds: number): void {
    for (let at = 7; at < forSeconds; at += everySeconds)
      for (const machine of this.machines) this.later(at, () => this.#startThrough(aliasArnOf(machine), `s${at}`));
  }

  /** The alarm goes off, so many seconds from now. */
  alarmIn(seconds: number): void {
    this.later(seconds, async () => {
      this.alarmedAt ??= this.aws.clock.now();
      await this.#setAlarm('ALARM');
    });
  }

  async quietAlarm(): Promise<void> {
    await this.#setAlarm('OK');
  }

  later(seconds: number, run: () => Promise<unknown>): void {
    this.aws.clock.schedule(this.aws.clock.now() + seconds * 1000, () => void run().catch(() => {}));
  }

  /** Lets time pass until nothing is under way any more and the watchdog has nothing left to do, for at most a day. */
  async settle(): Promise<void> {
    await this.aws.clock.runUntilIdle();
    for (let round = 0; round < 300; round++) {
      if ((await this.#ledger.deployments.unfinished()).length === 0 && this.aws.clock.idle) break;
      await this.aws.clock.advanceBy(WATCHDOG_SECONDS * 1000);
    }
    // Whoever asks now is to be answered what is there, whatever lags.
    await this.aws.clock.advanceBy(120_000);
  }

  /** The alias as it is; undefined: there is none. */
  async alias(machine: string): Promise<Wire | undefined> {
    try {
      return await this.call('states', 'DescribeStateMachineAlias', { stateMachineAliasArn: aliasArnOf(machine) });
    } catch {
      return undefined;
    }
  }

  async #createTarget({ name, type = 'STANDARD', alias, fails, crowded }: TargetSetup): Promise<void> {
    const stateMachineArn = machineArn(name);
    await this.call('states', 'CreateStateMachine', { name, type, roleArn, definition: passing(1), publish: true });
    const publish = alias === 'candidate' || alias === 'published' || crowded === true;
    const published = { stateMachineArn, definition: fails ? FAILING : passing(2), publish };
    await this.call('states', 'UpdateStateMachine', published);
    if (alias === 'none') return;
    const version = alias === 'candidate' ? 2 : 1;
    const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:${version}`, weight: 100 }];
    await this.call('states', 'CreateStateMachineAlias', { name: 'live', routingConfiguration });
  }

  /** See `TargetSetup`. */
  async #crowd(name: string): Promise<void> {
    const stateMachineArn = machineArn(name);
    this.aws.lambda.register('never-answers', async () => {});
    for (let version = 3; version <= 8; version++) {
      const definition = version === 4 ? HANGING : passing(version);
      await this.call('states', 'UpdateStateMachine', { stateMachineArn, definition, publish: true });
    }
    const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:3`, weight: 100 }];
    await this.aws.states.operations.CreateStateMachineAlias!(
      { name: 'other', routingConfiguration },
      this.aws.context,
    );
    await this.call('states', 'StartExecution', { stateMachineArn: `${stateMachineArn}:4` });
    await this.aws.clock.advanceBy(30 * DAY);
    const at = new Date(this.aws.clock.now() - DAY).toISOString();
    const versionArn = `${stateMachineArn}:5`;
    await this.#ledger.versions.write({ versionArn, standing: 'superseded', deployment: 'yesterday', at });
  }

  async #setAlarm(StateValue: string): Promise<void> {
    await this.call('cloudwatch', 'SetAlarmState', { AlarmName: 'a', StateValue, StateReason: 'set' });
  }

  async #startThrough(aliasArn: string, name: string): Promise<void> {
    const at = this.aws.clock.now();
    if (!this.witness.timelines.get(aliasArn)?.at(-1)?.routes) return;
    try {
      const { executionArn } = await this.call('states', 'StartExecution', { stateMachineArn: aliasArn, name });
      this.starts.push({ at, aliasArn, executionArn });
    } catch (error) {
      this.starts.push({ at, aliasArn, refusal: (error as Error).message });
    }
  }
}

function never(): undefined {}

const DAY = 86_400_000;
