import type { Measurement } from '../benchmark.ts';
import type { Weathered } from './deploy-all.ts';
import { type Fleet, machineArn, patiently } from './fleet.ts';
import { isBad, nameOf } from './storm.ts';

/** No bad candidate keeps its traffic for longer than this, however many others want to be shifted: from its alarm, or where that came first from its shift. */
export const LONGEST_WAY_BACK_MINUTES = 15;

/** How each deployment ended and where its alias is, how long it waited for what, and what AWS was asked for. */
export async function measured(fleet: Fleet, { executions, alarms }: Weathered): Promise<readonly Measurement[]> {
  const calls = [...fleet.calls].map(([operation, counts]) => [operation, { ...counts }] as const);
  const ends = new Map<string, number>();
  const minutes = { promoted: [] as number[], back: [] as number[], shift: [] as number[] };
  let wrong = 0;
  for (const [i, executionArn] of executions.entries()) {
    const { end, seconds, isThere } = await endOf(fleet, executionArn, i);
    ends.set(end, (ends.get(end) ?? 0) + 1);
    if (!isThere || end !== (isBad(i) ? 'RolledBack' : 'SUCCEEDED')) wrong++;
    if (!isBad(i)) minutes.promoted.push(seconds / 60);
    const { entered, shifts } = fleet.courses.get(nameOf(i))!;
    minutes.shift.push(...shifts.map((millis) => millis / 60_000));
    const backAt = entered.get('TendExecutions');
    if (backAt !== undefined && entered.has('Bake'))
      minutes.back.push((backAt - Math.max(alarms.get(i) ?? 0, entered.get('Bake')!)) / 60_000);
  }
  return [
    { name: 'deployments', value: fleet.size, unit: '' },
    { name: 'ended otherwise than they should', value: wrong, unit: '', promise: { atMost: 0 } },
    ...[...ends].sort().map(([end, count]) => ({ name: `ended as ${end}`, value: count, unit: '' })),
    ...spread('until promoted', minutes.promoted),
    ...spread('a shift, with the wait for its turn', minutes.shift),
    ...spread('from the alarm until back', minutes.back, LONGEST_WAY_BACK_MINUTES),
    ...calls
      .filter(([, { granted, refused }]) => granted + refused >= fleet.size)
      .sort()
      .flatMap(([operation, { granted, refused }]) => [
        { name: `${operation}, granted for each deployment`, value: granted / fleet.size, unit: '' },
        { name: `${operation}, refused for each deployment`, value: refused / fleet.size, unit: '' },
      ]),
  ];
}

async function endOf({ aws }: Fleet, executionArn: string, i: number) {
  const execution = await patiently(aws, 'states', 'DescribeExecution', { executionArn });
  const stateMachineAliasArn = `${machineArn(i)}:live`;
  const alias = await patiently(aws, 'states', 'DescribeStateMachineAlias', { stateMachineAliasArn });
  const [route, ...others] = alias.routingConfiguration as { stateMachineVersionArn: string }[];
  const wanted = `${machineArn(i)}:${isBad(i) ? 1 : 2}`;
  return {
    end: (execution.error ?? execution.status) as string,
    seconds: execution.stopDate - execution.startDate,
    isThere: route?.stateMachineVersionArn === wanted && others.length === 0,
  };
}

function spread(name: string, values: readonly number[], atMost?: number): readonly Measurement[] {
  const sorted = [...values].sort((a, b) => a - b);
  return [
    { name: `${name}, median`, value: sorted[sorted.length >> 1] ?? 0, unit: 'min' },
    {
      name: `${name}, longest`,
      value: sorted.at(-1) ?? 0,
      unit: 'min',
      ...(atMost === undefined ? {} : { promise: { atMost } }),
    },
  ];
}
