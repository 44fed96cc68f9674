import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeProblem } from '../../workflow/parse.ts';
import { planDeployment } from '../../workflow/plan.ts';
import { parseRequest } from '../../workflow/request.ts';
import { brokenRequests, HERE, ORDERS, validRequests } from './requests.ts';

function messages(request: unknown): readonly string[] {
  const parsed = parseRequest(request, HERE);
  return parsed.kind === 'refused' ? parsed.problems.map((problem) => describeProblem('request', problem)) : [];
}

describe('a request', () => {
  test('needs nothing but a target', () => {
    expect(parseRequest({ stateMachineArn: ORDERS, alias: 'live' }, HERE)).toEqual({
      kind: 'valid',
      value: {
        targets: [{ stateMachineArn: ORDERS, alias: 'live' }],
        publish: true,
        strategy: 'Canary10Percent5Minutes',
        alarms: [],
        ignoreFiring: [],
        smokeTests: [],
        replay: 'none',
        inFlight: 'leave',
        keepVersions: 0,
        road: 'deploy',
        compare: { falseRollbackRate: 0.01, minimumEffect: 0.5, finalBake: 'off' },
        minimumExecutions: 0,
        maximumExtensionSeconds: 3600,
        onInconclusive: 'extend',
        timeoutSeconds: 86_400,
      },
    });
  });

  test('may carry what the console and nested starts add to it', () => {
    expect(
      messages({
        stateMachineArn: ORDERS,
        alias: 'live',
        Comment: 'x',
        AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn',
      }),
    ).toEqual([]);
  });

  test('may say how versions are compared, in part or not at all', () => {
    const compare = (value: unknown) => accepted({ stateMachineArn: ORDERS, alias: 'live', compare: value }).compare;
    expect(compare({ minimumEffect: 0.2 })).toEqual({ falseRollbackRate: 0.01, minimumEffect: 0.2, finalBake: 'off' });
    expect(compare({ finalBake: 'on', falseRollbackRate: 0.001 })).toMatchObject({ finalBake: 'on' });
    expect(compare('on')).toEqual(compare({}));
    expect(compare('off')).toBe('off');
  });

  test.each<[unknown, string]>([
    [
      { stateMachineArn: ORDERS, alias: 'live', compare: 'no' },
      'request.compare: found "no", expected one of "on", "off"',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', compare: false },
      'request.compare: found false, expected one of "on", "off"',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', compare: { minimumEffect: 1 } },
      'request.compare.minimumEffect: found 1, expected a number of at most 0.99',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', compare: { falseRollBackRate: 0.1 } },
      'request.compare.falseRollBackRate: found an unknown field, expected only documented fields',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', compare: 'off', minimumExecutions: 5 },
      'request.minimumExecutions: found 5, expected 0 or nothing beside compare: "off", which counts no executions',
    ],
    [
      {
        stateMachineArn: ORDERS,
        alias: 'live',
        compare: 'off',
        strategy: { steps: [{ weight: 5, bakeSeconds: 1, minimumExecutions: 3 }] },
      },
      'request.strategy.steps[0].minimumExecutions: found 3, expected 0 or nothing beside compare: "off", which counts no executions',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', maximumExtensionSeconds: -1 },
      'request.maximumExtensionSeconds: found -1, expected a number of at least 0',
    ],
    [{}, 'request.stateMachineArn: found nothing, expected a text'],
    [[], 'request: found [], expected an object'],
    [
      { stateMachineArn: ORDERS, alias: '12' },
      'request.alias: found "12", expected an alias name: 1 to 80 of a-z A-Z 0-9 _ . - and not digits alone',
    ],
    [
      { stateMachineArn: `${ORDERS}:live`, alias: 'live' },
      `request.stateMachineArn: found "${ORDERS}:live", expected the ARN of a state machine without version or alias (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME)`,
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', alarm: [] },
      'request.alarm: found an unknown field, expected only documented fields',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', strategy: { type: 'canary', percentage: 150, intervalMinutes: 1 } },
      'request.strategy.percentage: found 150, expected a number of at most 99',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', strategy: { steps: [{ weight: 5, bakeSeconds: -1 }] } },
      'request.strategy.steps[0].bakeSeconds: found -1, expected a number of at least 0',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', versionArn: `${ORDERS}:2`, publish: true },
      'request.publish: found true, expected false or nothing beside versionArn, which is published already',
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', versionArn: `${ORDERS}x:2` },
      `request.versionArn: found "${ORDERS}x:2", expected a version of ${ORDERS}`,
    ],
    [
      { stateMachineArn: ORDERS, alias: 'live', revisionId: 'r', publish: false },
      'request.revisionId: found "r", expected nothing where no revision is published (publish: false, versionArn)',
    ],
    [
      {
        targets: [
          { stateMachineArn: ORDERS, alias: 'a' },
          { stateMachineArn: ORDERS, alias: 'a' },
        ],
      },
      `request.targets[1].alias: found ${ORDERS}:a a second time, expected each target once`,
    ],
    [
      { stateMachineArn: ORDERS.replace('us-east-1', 'eu-west-1'), alias: 'a' },
      'request.stateMachineArn: found eu-west-1, account 123456789012, expected us-east-1, account 123456789012, where this deployer runs',
    ],
  ])('%j is refused with path, what was found and what was expected', (request, message) => {
    expect(messages(request)).toContain(message);
  });

  test('is accepted or refused with a path, never thrown at (10,000 of them)', () => {
    const valid = fc.property(validRequests, (request) => {
      expect(messages(request)).toEqual([]);
      expect(['planned', 'refused']).toContain(planDeployment(accepted(request)).kind);
    });
    fc.assert(valid, { numRuns: 5000 });
    const broken = fc.property(brokenRequests, (request) => {
      const said = messages(request);
      expect(said.length).toBeGreaterThan(0);
      for (const message of said) expect(message).toMatch(/^request.*: found .+, expected .+/s);
    });
    fc.assert(broken, { numRuns: 5000 });
  });
});

function accepted(request: unknown) {
  const parsed = parseRequest(request, HERE);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
