import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';

/** PutMetricAlarm's or, with `AlarmRule`, PutCompositeAlarm's input. */
export type AlarmInput = Readonly<Record<string, unknown>> & { readonly AlarmName: string };

const text = z.string();
const number = z.number();
const texts = z.array(text);
const dimensions = z.array(z.strictObject({ Name: text, Value: text }));

const common = {
  AlarmName: text.min(1).max(255),
  AlarmDescription: text.optional(),
  ActionsEnabled: z.boolean().optional(),
  OKActions: texts.optional(),
  AlarmActions: texts.optional(),
  InsufficientDataActions: texts.optional(),
  Tags: z.array(z.strictObject({ Key: text, Value: text })).optional(),
  ActionConfiguration: z.unknown().optional(),
};

const metricAlarm = z.strictObject({
  ...common,
  Namespace: text.optional(),
  MetricName: text.optional(),
  Dimensions: dimensions.optional(),
  Statistic: text.optional(),
  ExtendedStatistic: text.optional(),
  Period: number.optional(),
  Unit: text.optional(),
  EvaluationPeriods: number.optional(),
  DatapointsToAlarm: number.optional(),
  Threshold: number.optional(),
  ThresholdMetricId: text.optional(),
  ComparisonOperator: text.optional(),
  TreatMissingData: text.optional(),
  EvaluateLowSampleCountPercentile: text.optional(),
  Metrics: z.array(z.looseObject({ Id: text })).optional(),
  EvaluationWindow: z.unknown().optional(),
  WarmUpConfiguration: z.unknown().optional(),
  EvaluationCriteria: z.unknown().optional(),
  EvaluationInterval: z.unknown().optional(),
} satisfies Record<keyof PutMetricAlarmInput, z.ZodType>);

const compositeAlarm = z.strictObject({
  ...common,
  AlarmRule: text,
  ActionsSuppressor: text.optional(),
  ActionsSuppressorWaitPeriod: number.optional(),
  ActionsSuppressorExtensionPeriod: number.optional(),
} satisfies Record<keyof PutCompositeAlarmInput, z.ZodType>);

/**
 * An alarm of a scenario: its members are known here by name and type, since AWS drops a misspelt one without a word;
 * whether they make a good alarm is for CloudWatch to say.
 */
export const alarmSchema = z
  .looseObject({})
  .superRefine((alarm, context) => {
    const result = ('AlarmRule' in alarm ? compositeAlarm : metricAlarm).safeParse(alarm);
    for (const issue of result.error?.issues ?? [])
      context.addIssue({ ...issue } as Parameters<typeof context.addIssue>[0]);
  })
  .transform((alarm) => alarm as AlarmInput);
