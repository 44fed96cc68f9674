import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** An alarm that goes off when its threshold is reached once, and tells the topic where there is one. Silence is good. */
export function alarm(
  scope: Construct,
  id: string,
  props: Omit<AlarmProps, 'evaluationPeriods'>,
  topic: ITopic | undefined,
): Alarm {
  const made = new Alarm(scope, id, {
    ...props,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  if (topic) made.addAlarmAction(new SnsAction(topic));
  return made;
}
