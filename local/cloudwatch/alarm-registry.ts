import type { CallContext, Wire } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import { type Alarm, type AlarmState, alarmArn } from './alarm.ts';
import type { AlarmHistory } from './alarm-history.ts';
import { INITIAL_REASON } from './alarm-wording.ts';
import type { Rule } from './composite-rule.ts';
import { validationError } from './validation.ts';

export type AlarmDefinition =
  | { readonly kind: 'MetricAlarm'; readonly name: string; readonly settings: Wire }
  | { readonly kind: 'CompositeAlarm'; readonly name: string; readonly settings: Wire; readonly rule: Rule };

export type TransitionListener = (alarm: Alarm, previous: Alarm) => void;

/** The account's alarms by name. Every change goes through here, so that history and listeners miss none. */
export class AlarmRegistry {
  readonly #clock: Clock;
  readonly #context: CallContext;
  readonly #history: AlarmHistory;
  readonly #alarms = new Map<string, Alarm>();
  readonly #listeners: TransitionListener[] = [];
  /** Until an alarm comes or goes: there may be thousands, and each look at one of them asks for their order. */
  #names: readonly string[] | undefined;

  constructor(clock: Clock, context: CallContext, history: AlarmHistory) {
    this.#clock = clock;
    this.#context = context;
    this.#history = history;
  }

  /** Calls `listener` after each change of a state's value. */
  onTransition(listener: TransitionListener): void {
    this.#listeners.push(listener);
  }

  get(name: string): Alarm | undefined {
    return this.#alarms.get(name);
  }

  byArn(arn: string): Alarm | undefined {
    return this.all().find((alarm) => alarm.arn === arn);
  }

  /** Those of these names that there are, each once, in order of names. */
  named(names: readonly string[]): Alarm[] {
    return [...new Set(names)].sort().flatMap((name) => this.#alarms.get(name) ?? []);
  }

  /** In order of names. */
  all(): Alarm[] {
    this.#names ??= [...this.#alarms.keys()].sort();
    return this.#names.map((name) => this.#alarms.get(name)!);
  }

  /** Creates an alarm in INSUFFICIENT_DATA, or replaces the settings of the one of that name and leaves its state. */
  put(definition: AlarmDefinition): 'created' | 'updated' {
    const now = this.#clock.now();
    const old = this.#alarms.get(definition.name);
    if (old && old.kind !== definition.kind) {
      throw validationError(`An alarm of another type exists already with the name ${definition.name}`);
    }
    const state: AlarmState = { value: 'INSUFFICIENT_DATA', reason: INITIAL_REASON };
    const { updatedAt, transitionedAt } = old ?? { updatedAt: now, transitionedAt: now };
    const arn = alarmArn(definition.name, this.#context);
    const dates = { configuredAt: now, updatedAt, transitionedAt };
    const alarm: Alarm = { ...definition, arn, state: old?.state ?? state, ...dates };
    this.#alarms.set(alarm.name, alarm);
    if (!old) this.#names = undefined;
    this.#history.configurationChanged(alarm, old ? 'Update' : 'Create');
    return old ? 'updated' : 'created';
  }

  /** Switches the alarms' actions on or off; names that do not exist are passed over. */
  setActionsEnabled(names: readonly string[], enabled: boolean): void {
    for (const name of names) {
      const old = this.#alarms.get(name);
      if (!old || old.settings.ActionsEnabled === enabled) continue;
      const settings = { ...old.settings, ActionsEnabled: enabled };
      const alarm = { ...old, settings, configuredAt: this.#clock.now() };
      this.#alarms.set(name, alarm);
      this.#history.configurationChanged(alarm, 'Update');
    }
  }

  /** Sets an alarm's state. When its value changes, that is recorded and told to the listeners. */
  setState(name: string, state: AlarmState): void {
    const previous = this.#alarms.get(name);
    // A listener may have deleted it while the alarms were gone through.
    if (!previous) return;
    const now = this.#clock.now();
    const changed = previous.state.value !== state.value;
    const alarm = { ...previous, state, updatedAt: now, transitionedAt: changed ? now : previous.transitionedAt };
    this.#alarms.set(name, alarm);
    if (!changed) return;
    this.#history.stateChanged(alarm, previous.state);
    for (const listener of this.#listeners) listener(alarm, previous);
  }

  delete(name: string): void {
    const alarm = this.#alarms.get(name);
    if (!alarm) return;
    this.#alarms.delete(name);
    this.#names = undefined;
    this.#history.configurationChanged(alarm, 'Delete');
  }
}
