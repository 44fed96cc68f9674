import { alarmOf, type Fleet, machineArn, patiently } from './fleet.ts';

/** When the alarm of the bad ones went off, in milliseconds. */
export type AlarmTimes = ReadonlyMap<number, number>;

/** Each third candidate is bad: the alarms of half of them go off while all others wait for their first shift, those of the rest as soon as all have had it. */
export const isBad = (i: number): boolean => i % 3 === 0;
const isBadAtOnce = (i: number): boolean => i % 6 === 0;
export const nameOf = (i: number): string => `d${i}`;

/** Starts all deployments within a second, and lets them come to their ends. Answers their executions, and when alarms went off. */
export async function deployAll(
  fleet: Fleet,
): Promise<{ readonly executions: readonly string[]; readonly alarms: AlarmTimes }> {
  const { aws, size, deployer } = fleet;
  const alarms = new Map<number, number>();
  const fire = (isChosen: (i: number) => boolean): void => {
    for (let i = 0; i < size; i++) {
      if (!isChosen(i)) continue;
      alarms.set(i, aws.clock.now());
      const alarm = { AlarmName: alarmOf(i), StateValue: 'ALARM', StateReason: 'the candidate is bad' };
      void aws.cloudwatch.operations.SetAlarmState!(alarm, aws.context);
    }
  };
  // An alarm that fires before a deployment has looked at it for the first time would refuse it.
  const all = [
    { state: 'PublishVersions', reached: new Set<string>(), followedBy: () => fire(isBadAtOnce) },
    { state: 'Bake', reached: new Set<string>(), followedBy: () => fire((i) => isBad(i) && !isBadAtOnce(i)) },
  ];
  fleet.onState = (name, state) => {
    for (const one of all) {
      if (one.state !== state || one.reached.has(name)) continue;
      one.reached.add(name);
      if (one.reached.size === size) aws.clock.schedule(aws.clock.now() + 1000, one.followedBy);
    }
  };
  const executions: string[] = [];
  for (let i = 0; i < size; i++) {
    const input = JSON.stringify({
      stateMachineArn: machineArn(i),
      alias: 'live',
      strategy: 'Linear50PercentEvery15Minutes',
      alarms: [alarmOf(i)],
    });
    const start = { stateMachineArn: deployer.stateMachineArn, name: nameOf(i), input };
    executions.push((await patiently(aws, 'states', 'StartExecution', start)).executionArn);
  }
  await aws.clock.runUntilIdle();
  return { executions, alarms };
}
