/** What PutMetricAlarm takes for an alarm on a metric that nobody reports: it is in the state that SetAlarmState puts it in. */
export function handSetAlarm(name: string) {
  return {
    AlarmName: name,
    Namespace: 'Any',
    MetricName: name,
    Statistic: 'Sum' as const,
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold' as const,
    TreatMissingData: 'ignore',
  };
}
