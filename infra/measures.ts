import { Duration } from 'aws-cdk-lib';
import { type Alarm, type AlarmProps, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EndName } from '../workflow/ends.ts';
import { WATCHDOG_SECONDS } from '../workflow/limits.ts';
import { alarm } from './alarm.ts';

export interface MeasuresProps {
  readonly namespace: string;
  readonly machineLog: ILogGroup;
  readonly functionLog: ILogGroup;
  readonly deadLetters: Queue;
  readonly alarmTopic?: ITopic | undefined;
  readonly validationErrorsPerHour?: number | undefined;
}

/** What the deployer is measured by: each deployment's end and those that take too long, read from its logs, and the alarms over them. */
export class Measures extends Construct {
  readonly alarms: Readonly<Record<string, Alarm>>;
  readonly #props: MeasuresProps;

  constructor(scope: Construct, id: string, props: MeasuresProps) {
    super(scope, id);
    this.#props = props;
    this.#filters();
    this.alarms = this.#alarms();
  }

  /** How many deployments ended so. A deployment that is stopped comes to no end; its audit record says how the watchdog completed it. */
  deployments(end: EndName, period = Duration.minutes(5)): Metric {
    return this.#metric('Deployments', period, { End: end });
  }

  overdue(period = Duration.minutes(5)): Metric {
    return this.#metric('OverdueDeployments', period);
  }

  #metric(metricName: string, period: Duration, dimensionsMap?: Record<string, string>): Metric {
    const { namespace } = this.#props;
    return new Metric({ namespace, metricName, period, statistic: 'Sum', ...(dimensionsMap && { dimensionsMap }) });
  }

  /** Every end is a state of that name, and the machine's log tells when it is entered; how long a deployment is overdue is in the watchdog's answer. */
  #filters(): void {
    const { namespace: metricNamespace, machineLog, functionLog } = this.#props;
    new MetricFilter(this, 'Ends', {
      logGroup: machineLog,
      metricNamespace,
      metricName: 'Deployments',
      filterPattern: FilterPattern.any(
        FilterPattern.stringValue('$.type', '=', 'SucceedStateEntered'),
        FilterPattern.stringValue('$.type', '=', 'FailStateEntered'),
      ),
      dimensions: { End: '$.details.name' },
    });
    new MetricFilter(this, 'Overdue', {
      logGroup: functionLog,
      metricNamespace,
      metricName: 'OverdueDeployments',
      filterPattern: FilterPattern.allTerms('RecoverDeployment', 'overdueSeconds'),
    });
  }

  #alarms(): Readonly<Record<string, Alarm>> {
    const { deadLetters, validationErrorsPerHour } = this.#props;
    return {
      criticalError: this.#alarm('CriticalErrorAlarm', {
        metric: this.deployments('CriticalError', Duration.minutes(1)),
        threshold: 1,
        alarmDescription: 'A deployment ended in CriticalError. Its Cause says what is left to do.',
      }),
      deadLetters: this.#alarm('DeadLettersAlarm', {
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(1),
          statistic: 'Maximum',
        }),
        threshold: 1,
        alarmDescription: 'For hours the watchdog could not complete what a deployment left. Its log says why.',
      }),
      overdue: this.#alarm('OverdueAlarm', {
        metric: this.overdue(Duration.seconds(WATCHDOG_SECONDS)),
        threshold: 1,
        alarmDescription: 'A deployment has been running for longer than it was planned to.',
      }),
      ...(validationErrorsPerHour !== undefined && {
        validationErrors: this.#alarm('ValidationErrorsAlarm', {
          metric: this.deployments('ValidationError', Duration.hours(1)),
          threshold: validationErrorsPerHour,
          alarmDescription: 'Many requests were refused within an hour.',
        }),
      }),
    };
  }

  #alarm(id: string, props: Omit<AlarmProps, 'evaluationPeriods'>): Alarm {
    return alarm(this, id, props, this.#props.alarmTopic);
  }
}
