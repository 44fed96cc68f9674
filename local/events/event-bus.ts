import { AwsError, type CallContext, type Wire } from '../aws-json.ts';
import type { Clock, EpochMillis, ScheduleOptions, Timer } from '../clock.ts';
import type { Random } from '../random.ts';
import type { BusEvent, EventEntry, Target } from './event.ts';
import { type EventFaults, type Fate, fate } from './event-faults.ts';
import { compilePattern } from './event-pattern.ts';

export interface EventBusOptions {
  readonly clock: Clock;
  readonly context: CallContext;
  readonly random: Random;
  readonly faults?: EventFaults;
}

/** As on AWS, a rule has a pattern or a schedule, and a name that is its own among both. */
interface Rule {
  readonly name: string;
  readonly arn: string;
  matches: ((event: Wire) => boolean) | undefined;
  timer: Timer | undefined;
  targets: Target[];
}

const RULE_NAME = /^[.\-_A-Za-z0-9]{1,64}$/;
const MOST_TARGETS = 5;

/** EventBridge's default bus: events of this account, to the targets of the rules whose patterns they match; and schedules. */
export class EventBus {
  readonly #options: EventBusOptions;
  readonly #fate: Fate;
  readonly #rules = new Map<string, Rule>();
  readonly #idPrefix: string;
  #listening: readonly Rule[] = [];
  #events = 0;

  constructor(options: EventBusOptions) {
    this.#options = options;
    this.#fate = fate(options.faults ?? {}, options.random);
    this.#idPrefix = options.random.stream('ids').uuid().slice(0, 24);
  }

  /** Whether any rule with a pattern has a target. If not, there is no need to build an event. */
  get listens(): boolean {
    return this.#listening.length > 0;
  }

  /**
   * Creates a rule on events, or gives an existing one another pattern; its targets stay.
   * @throws AwsError InvalidEventPatternException, ValidationException for the name
   */
  putRule(name: string, pattern: unknown): void {
    const matches = compilePattern(pattern);
    const rule = this.#rule(name);
    rule.timer?.cancel();
    rule.timer = undefined;
    rule.matches = matches;
    this.#refresh();
  }

  /** @throws AwsError ResourceNotFoundException without such a rule, LimitExceededException for a sixth target */
  putTarget(ruleName: string, target: Target): void {
    const rule = this.#rules.get(ruleName);
    if (!rule) {
      throw new AwsError('ResourceNotFoundException', `Rule ${ruleName} does not exist on EventBus default.`);
    }
    if (rule.targets.length >= MOST_TARGETS) {
      const message = `The requested resource exceeds the maximum number allowed: ${MOST_TARGETS} targets of rule ${ruleName}`;
      throw new AwsError('LimitExceededException', message);
    }
    rule.targets.push(target);
    this.#refresh();
  }

  /**
   * Sends `target` a "Scheduled Event" every so often from now on, in place of what the rule `name` did before. Schedules keep time and lose
   * nothing, whatever the faults. They only tick while something else makes time pass.
   * @param everySeconds whole minutes, as in AWS's rates
   * @throws AwsError ValidationException
   */
  putSchedule(name: string, { everySeconds }: { readonly everySeconds: number }, target: Target): void {
    if (!(everySeconds > 0 && everySeconds % 60 === 0)) {
      const message = `everySeconds of schedule ${name}: found ${everySeconds}, expected whole minutes`;
      throw new AwsError('ValidationException', `Parameter ScheduleExpression is not valid: ${message}`);
    }
    const rule = this.#rule(name);
    rule.timer?.cancel();
    rule.matches = undefined;
    rule.targets = [target];
    this.#scheduleTick(rule, this.#options.clock.now() + everySeconds * 1000, everySeconds * 1000);
    this.#refresh();
  }

  /** Removes a rule or a schedule, if there is one, with its targets. What it has sent already still arrives. */
  removeRule(name: string): void {
    this.#rules.get(name)?.timer?.cancel();
    this.#rules.delete(name);
    this.#refresh();
  }

  /** Sends an event to the targets of all rules it matches, each of which gets it as the faults have it. */
  publish(entry: EventEntry): void {
    if (!this.listens) return;
    const event = this.#complete(entry);
    const targets = this.#listening.filter(({ matches }) => matches!(event)).flatMap((rule) => rule.targets);
    if (targets.length === 0 || this.#fate.isLost()) return;
    const text = JSON.stringify(event);
    const { clock } = this.#options;
    for (const target of targets) {
      for (const after of this.#fate.arrivals()) clock.schedule(clock.now() + after, () => target.deliver(text, {}));
    }
  }

  #rule(name: string): Rule {
    const existing = this.#rules.get(name);
    if (existing) return existing;
    if (!RULE_NAME.test(name)) {
      const message = `Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`;
      throw new AwsError('ValidationException', `1 validation error detected: ${message}`);
    }
    const { account, region } = this.#options.context;
    const arn = `arn:aws:events:${region}:${account}:rule/${name}`;
    const rule: Rule = { name, arn, matches: undefined, timer: undefined, targets: [] };
    this.#rules.set(name, rule);
    return rule;
  }

  #refresh(): void {
    this.#listening = [...this.#rules.values()].filter(({ matches, targets }) => matches && targets.length > 0);
  }

  #scheduleTick(rule: Rule, at: EpochMillis, everyMillis: number): void {
    const options: ScheduleOptions = { daemon: true };
    const tick = (): void => {
      this.#scheduleTick(rule, at + everyMillis, everyMillis);
      const event = this.#complete({
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        resources: [rule.arn],
        detail: {},
      });
      for (const target of rule.targets) target.deliver(JSON.stringify(event), options);
    };
    rule.timer = this.#options.clock.schedule(at, tick, options);
  }

  /** In the order of AWS's own events. An id is a number in a UUID's clothes: quick to make, and no other event has it. */
  #complete(entry: EventEntry): BusEvent {
    const { clock, context } = this.#options;
    return {
      version: '0',
      id: entry.id ?? `${this.#idPrefix}${(this.#events++).toString(16).padStart(12, '0')}`,
      'detail-type': entry['detail-type'],
      source: entry.source,
      account: entry.account ?? context.account,
      time: entry.time ?? `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
      region: entry.region ?? context.region,
      resources: entry.resources ?? [],
      detail: entry.detail,
    };
  }
}
