import type { Wire } from '../../local/aws-json.ts';
import type { DeploymentEntry, Owner, TargetEntry } from '../../workflow/ledger.ts';
import type { LedgerContents } from '../tasks/in-memory-ledger.ts';
import type { Call } from './fault.ts';
import { actorOf, type Invocation } from './invocation.ts';
import {
  type AliasMoment,
  type Asked,
  type Ended,
  type Entry,
  type Heard,
  type Noted,
  type Routes,
  type Shown,
  SOMEBODY,
  sameLife,
} from './moments.ts';

const ALIAS_WRITE = /^(Create|Update|Delete)StateMachineAlias$/;

/** Writes down what happens in a world, as somebody sees it who can look everywhere. What of it was wrong is judged afterwards. */
export class Witness {
  readonly calls: Call[] = [];
  readonly timelines = new Map<string, AliasMoment[]>();
  readonly asked: Asked[] = [];
  readonly shown: Shown[] = [];
  readonly noted: Noted[] = [];
  readonly heard: Heard[] = [];
  readonly entries: Entry[] = [];
  readonly ends: Ended[] = [];
  readonly begun: { readonly owner: Owner; readonly at: number }[] = [];
  /** How often what happened. */
  readonly happened = new Map<string, number>();
  readonly #lives = new Map<string, number>();
  readonly #states = new Map<string, string>();
  #announcements = 0;
  /** Lives whose last call to the ledger was not answered. */
  readonly #withoutLedger = new Set<string>();
  readonly #now: () => number;
  readonly #ledger: LedgerContents;

  constructor(now: () => number, ledger: LedgerContents) {
    this.#now = now;
    this.#ledger = ledger;
  }

  count(what: string): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1);
  }

  /** A call is about to be made. */
  seeCall(call: Call): void {
    this.calls.push(call);
    // Until it is answered.
    if (call.service === 'ledger' && call.invocation.owner)
      this.#withoutLedger.add(JSON.stringify(call.invocation.owner));
    if (!ALIAS_WRITE.test(call.operation)) return;
    const { invocation } = call;
    const input = call.input as Wire;
    const aliasArn = aliasArnOf(input);
    const announced = invocation.announced?.aliasArn === aliasArn ? invocation.announced : undefined;
    const shown = invocation.shown.get(aliasArn);
    this.asked.push({
      at: this.#now(),
      by: actorOf(invocation),
      ...(invocation.owner ? { life: invocation.owner } : {}),
      aliasArn,
      ...(input.routingConfiguration ? { routes: input.routingConfiguration } : {}),
      ...(announced ? { announced } : {}),
      ...(shown?.updateDate === undefined ? {} : { shownDate: shown.updateDate }),
    });
  }

  /** A call has taken effect. */
  seeEffect({ operation, input, invocation }: Call, output: unknown): void {
    if (ALIAS_WRITE.test(operation)) this.seeAliasWrite(input as Wire, output as Wire, invocation);
    if (output !== true) return;
    if (operation === 'targets.write') this.#seeAnnouncement(input as Wire, invocation);
    if (operation === 'deployments.write') this.#seeEntry((input as readonly [DeploymentEntry])[0], invocation);
  }

  /** A function was answered. */
  seeAnswer({ service, operation, input, invocation }: Call, answer: Wire): void {
    if (service === 'ledger' && invocation.owner) this.#withoutLedger.delete(JSON.stringify(invocation.owner));
    if (operation === 'deployments.read') this.#seeDecisions(answer?.entry, invocation);
    if (operation !== 'DescribeStateMachineAlias') return;
    const aliasArn: string = (input as Wire).stateMachineAliasArn;
    const { owner: holder } = this.#target(aliasArn);
    const shown: Shown = {
      at: this.#now(),
      by: actorOf(invocation),
      ...(invocation.owner ? { life: invocation.owner } : {}),
      ...(holder ? { holder } : {}),
      aliasArn,
      ...(answer ? { updateDate: answer.updateDate } : {}),
    };
    invocation.shown.set(aliasArn, shown);
    this.shown.push(shown);
  }

  /** Without an invocation: somebody else's. */
  seeAliasWrite(input: Wire, output: Wire, invocation?: Invocation): void {
    const by = invocation ? actorOf(invocation) : SOMEBODY;
    const aliasArn = aliasArnOf(input);
    const timeline = this.timelines.get(aliasArn) ?? [];
    const routes: Routes | undefined = input.routingConfiguration;
    const updateDate = output.updateDate ?? output.creationDate;
    // AWS takes a write of what is there already as the same write: nobody can see it.
    const before = timeline.at(-1);
    if (by === SOMEBODY && !routes && !before?.routes) return;
    if (by === SOMEBODY && routes && before?.alias?.updateDate === updateDate && sameRoutes(routes, before?.routes))
      return;
    if (by === SOMEBODY && this.begun.length > 0) this.count('somebody else’s writes');
    const { owner, closed = false } = this.#target(aliasArn);
    const alias = {
      stateMachineAliasArn: aliasArn,
      name: 'live',
      routingConfiguration: routes,
      creationDate: updateDate,
      updateDate,
    };
    timeline.push({
      at: this.#now(),
      by,
      closed,
      ...(invocation?.owner ? { life: invocation.owner } : {}),
      ...(routes ? { routes, alias } : {}),
      ...(owner ? { holder: owner } : {}),
    });
    this.timelines.set(aliasArn, timeline);
  }

  /** Something was written into the history of an execution of the deployer. */
  seeEvent(executionArn: string, event: Wire, aliasArns: readonly string[]): void {
    const type = event.type as string;
    if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') {
      const redriveCount = type === 'ExecutionStarted' ? 0 : this.#lives.get(executionArn)! + 1;
      this.#lives.set(executionArn, redriveCount);
      this.begun.push({ owner: { executionArn, redriveCount }, at: this.#now() });
      if (type === 'ExecutionRedriven') this.count('redrives');
    }
    if (event.stateEnteredEventDetails) this.#states.set(executionArn, event.stateEnteredEventDetails.name);
    if (!/^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(type)) return;
    if (type === 'ExecutionAborted') this.count('stops');
    const { error, cause } = (event.executionFailedEventDetails ?? {}) as { error?: string; cause?: string };
    if (/maximum number of history events/.test(cause ?? '')) this.count('full histories');
    const owner = { executionArn, redriveCount: this.#lives.get(executionArn)! };
    this.ends.push({
      owner,
      withoutLedger: this.#withoutLedger.has(JSON.stringify(owner)),
      at: this.#now(),
      type,
      ...(this.#states.has(executionArn) ? { state: this.#states.get(executionArn)! } : {}),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
      aliases: new Map(aliasArns.map((arn) => [arn, this.timelines.get(arn)?.at(-1)])),
      targets: new Map(aliasArns.map((arn) => [arn, this.#target(arn)])),
    });
  }

  #isRunning(life: Owner): boolean {
    return (
      this.#lives.get(life.executionArn) === life.redriveCount && !this.ends.some(({ owner }) => sameLife(owner, life))
    );
  }

  #seeDecisions(entry: DeploymentEntry | undefined, { functionName, owner, isLost }: Invocation): void {
    if (functionName !== 'CheckHealth' || !owner || isLost) return;
    const decisions = entry?.decisions ?? [];
    if (decisions.length > 0) this.count('looks that heard of decisions');
    this.heard.push({ at: this.#now(), life: owner, decisions });
  }

  #seeAnnouncement([key, entry]: Wire, invocation: Invocation): void {
    const aliasArn = `${key.stateMachineArn}:${key.alias}`;
    const { owner: holder, written } = entry as TargetEntry;
    if (written) {
      const routes = written.routing?.map(({ versionArn, weight }) => ({ stateMachineVersionArn: versionArn, weight }));
      const updatedAt = written.routing && Date.parse(written.updatedAt);
      this.noted.push({ at: this.#now(), aliasArn, updatedAt, ...(routes && { routes }) });
    }
    const phase = holder && this.#deployment(holder.executionArn)?.phase;
    invocation.announced = { aliasArn, entry, order: this.#announcements++, ...(phase ? { phase } : {}) };
  }

  #seeEntry(entry: DeploymentEntry, invocation: Invocation): void {
    if (entry.recovered) this.count('recoveries');
    const { owner } = invocation;
    const by = actorOf(invocation);
    this.entries.push({
      at: this.#now(),
      by,
      ...(owner && { life: owner }),
      entry,
      alive: this.#isRunning(entry.owner),
    });
  }

  #target(aliasArn: string): TargetEntry {
    return JSON.parse(this.#ledger.targets.get(aliasArn)?.text ?? '{"stage":0,"intents":[]}') as TargetEntry;
  }

  #deployment(executionArn: string): DeploymentEntry | undefined {
    const stored = this.#ledger.deployments.get(executionArn);
    return stored && (JSON.parse(stored.text) as DeploymentEntry);
  }
}

/** In any order. */
function sameRoutes(a: Routes, b: Routes = []): boolean {
  const text = (routes: Routes) =>
    routes
      .map((route) => JSON.stringify(Object.values(route)))
      .sort()
      .join();
  return text(a) === text(b);
}

/** The alias that a write is about; a creation names it by its version and its own name. */
function aliasArnOf(input: Wire): string {
  if (input.stateMachineAliasArn) return input.stateMachineAliasArn;
  const versionArn: string = input.routingConfiguration[0].stateMachineVersionArn;
  return `${versionArn.slice(0, versionArn.lastIndexOf(':'))}:${input.name}`;
}
