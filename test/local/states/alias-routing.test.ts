import { describe, expect, test } from '@jest/globals';
import type { Wire } from '../../../local/aws-json.ts';
import { LocalAws } from '../../../local/local-aws.ts';

const STARTS = 100_000;
/** Beyond this value of chi-square, with one degree of freedom, lies one in 100,000 fair series. */
const UNLIKELY = 19.5;

/** How many of `starts` through an alias go to the second version. */
async function startsOnSecond(weight: number, starts: number): Promise<number> {
  let second = 0;
  const aws = new LocalAws({
    onExecutionMetric: ({ metricName, value, dimensions }) => {
      if (
        metricName === 'ExecutionsStarted' &&
        dimensions.some(({ Name, Value }) => Name === 'Version' && Value === '2')
      )
        second += value;
    },
  });
  const call = async (operation: string, input: Wire): Promise<Wire> =>
    aws.states.operations[operation]!(input, aws.context);
  const definition = (result: number) =>
    JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: result, End: true } } });
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  const { stateMachineArn } = await call('CreateStateMachine', {
    name: 'm',
    type: 'EXPRESS',
    definition: definition(1),
    roleArn,
    publish: true,
  });
  await call('UpdateStateMachine', { stateMachineArn, definition: definition(2), publish: true });
  const routingConfiguration = [
    { stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 - weight },
    { stateMachineVersionArn: `${stateMachineArn}:2`, weight },
  ];
  await call('CreateStateMachineAlias', { name: 'live', routingConfiguration });
  for (let i = 0; i < starts; i++) await call('StartExecution', { stateMachineArn: `${stateMachineArn}:live` });
  await aws.clock.advanceBy(1000);
  return second;
}

describe('the routing of an alias', () => {
  test.each([10, 50])('follows a weight of %i percent (chi-square over 100,000 starts)', async (weight) => {
    const second = await startsOnSecond(weight, STARTS);
    const expected = (STARTS * weight) / 100;
    const chiSquare = (second - expected) ** 2 * (1 / expected + 1 / (STARTS - expected));
    expect(chiSquare).toBeLessThan(UNLIKELY);
  });

  test.each([
    [0, 0],
    [100, 1000],
  ])('sends at a weight of %i percent exactly %i starts to it', async (weight, starts) => {
    expect(await startsOnSecond(weight, 1000)).toBe(starts);
  });
});
