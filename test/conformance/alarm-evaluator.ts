import type { StateValue } from '../../local/cloudwatch/alarm.ts';
import { type EvaluationInput, evaluate } from '../../local/cloudwatch/alarm-evaluation.ts';

/** The state that local CloudWatch gives to an alarm with these data points: the very function its alarms are evaluated by. */
export function evaluateAlarm(input: EvaluationInput): StateValue {
  return evaluate(input).state;
}
