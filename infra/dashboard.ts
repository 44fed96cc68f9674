import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { ENDS } from '../workflow/ends.ts';
import type { Measures } from './measures.ts';

export interface Shown {
  readonly name: string;
  readonly measures: Measures;
  readonly machine: StateMachine;
  readonly functions: readonly LambdaFunction[];
}

/** How deployments end, whether an alarm of the deployer is on, and how its functions fare. */
export function dashboard(scope: Construct, { name, measures, machine, functions }: Shown): Dashboard {
  const width = 12;
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    widgets: [
      [
        new GraphWidget({
          title: 'Deployments by end',
          width,
          stacked: true,
          left: ENDS.map((end) => measures.deployments(end, Duration.hours(1))),
        }),
        new AlarmStatusWidget({ title: 'Alarms', width, alarms: Object.values(measures.alarms) }),
      ],
      [
        new GraphWidget({
          title: 'Executions of the deployer',
          width,
          left: [
            machine.metricStarted(),
            machine.metricSucceeded(),
            machine.metricFailed(),
            machine.metricAborted(),
            machine.metricTimedOut(),
          ],
        }),
        new GraphWidget({ title: 'Errors of its functions', width, left: functions.map((one) => one.metricErrors()) }),
      ],
    ],
  });
}
