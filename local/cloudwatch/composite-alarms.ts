import type { Wire } from '../aws-json.ts';
import type { Alarm, CompositeAlarm, StateValue } from './alarm.ts';
import type { AlarmRegistry } from './alarm-registry.ts';
import { childTransitionReason, ruleReason, timestampText } from './alarm-wording.ts';
import { childrenOf, evaluateRule, parseRule } from './composite-rule.ts';
import { Constraints, unsupported, validationError } from './validation.ts';

const ACTIONS = ['OKActions', 'AlarmActions', 'InsufficientDataActions'];
const UNSUPPORTED = [
  'ActionsSuppressor',
  'ActionsSuppressorWaitPeriod',
  'ActionsSuppressorExtensionPeriod',
  'ActionConfiguration',
];

/** Keeps the composite alarms in the states their rules give them. */
export class CompositeAlarms {
  readonly #registry: AlarmRegistry;
  /** The alarms whose change is being passed on: one that comes up again is part of a cycle, and evaluation stops there. */
  readonly #path = new Set<string>();

  constructor(registry: AlarmRegistry) {
    this.#registry = registry;
    registry.onTransition((child) => this.#follow(child));
  }

  /** PutCompositeAlarm. The alarm is evaluated at once. */
  put(input: Wire): 'created' | 'updated' {
    new Constraints()
      .required('alarmName', input.AlarmName)
      .length('alarmName', input.AlarmName, 1, 255)
      .required('alarmRule', input.AlarmRule)
      .check();
    for (const name of UNSUPPORTED) {
      if (input[name] !== undefined) throw unsupported(`${name} of composite alarms`);
    }
    const rule = parseRule(input.AlarmRule);
    const unknown = childrenOf(rule).filter((name) => !this.#registry.get(name));
    if (unknown.length > 0) {
      const named = `[${unknown.join(', ')}]`;
      throw validationError(`Could not save the composite alarm as alarms ${named} in the alarm rule do not exist`);
    }
    const event = this.#registry.put({
      kind: 'CompositeAlarm',
      name: input.AlarmName,
      rule,
      settings: settings(input),
    });
    this.#evaluate(input.AlarmName, event);
    return event;
  }

  /** The composite alarms whose rules name the alarm. */
  parentsOf(name: string): CompositeAlarm[] {
    return this.#registry
      .all()
      .filter((alarm) => alarm.kind === 'CompositeAlarm')
      .filter(({ rule }) => childrenOf(rule).includes(name));
  }

  #follow(child: Alarm): void {
    if (this.#path.has(child.name)) return;
    this.#path.add(child.name);
    for (const { name } of this.parentsOf(child.name)) this.#evaluate(name, child);
    this.#path.delete(child.name);
  }

  #evaluate(name: string, cause: 'created' | 'updated' | Alarm): void {
    const alarm = this.#registry.get(name);
    if (alarm?.kind !== 'CompositeAlarm') return;
    const alarming = evaluateRule(alarm.rule, (child) => this.#registry.get(child)?.state.value);
    const value: StateValue = alarming ? 'ALARM' : 'OK';
    if (value === alarm.state.value) return;
    const single = typeof cause === 'object';
    const triggers = single ? [cause] : childrenOf(alarm.rule).map((child) => this.#registry.get(child)!);
    const reason = single
      ? childTransitionReason(cause.arn, cause.state.value, cause.transitionedAt)
      : ruleReason(alarm.arn, cause, value);
    this.#registry.setState(name, { value, reason, reasonData: reasonData(triggers) });
  }
}

function reasonData(triggers: readonly Alarm[]): string {
  const triggeringAlarms = triggers.map(({ arn, state, transitionedAt }) => ({
    arn,
    state: { value: state.value, timestamp: timestampText(transitionedAt) },
  }));
  return JSON.stringify({ triggeringAlarms });
}

function settings(input: Wire): Wire {
  return {
    ActionsEnabled: input.ActionsEnabled ?? true,
    ...(input.AlarmDescription !== undefined && { AlarmDescription: input.AlarmDescription }),
    AlarmRule: input.AlarmRule,
    ...Object.fromEntries(ACTIONS.map((name) => [name, input[name] ?? []])),
  };
}
