import { describe, expect, test } from '@jest/globals';
import { type Asked, executionName, pipelineRun } from '../../../cli/deploying/execution-name.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const TARGETS = [{ stateMachineArn: ORDERS, alias: 'live' }];
const REQUEST = { stateMachineArn: ORDERS, alias: 'live', strategy: 'AllAtOnce', alarms: ['a'] };
const ASKED: Asked = { request: REQUEST, revisions: ['r1'], run: 'GITHUB_RUN_ID=7', attempt: 1 };

function named(changes: Partial<Asked> = {}): string {
  return executionName(TARGETS, { ...ASKED, ...changes });
}

describe('the name of an execution', () => {
  test('says what is deployed, and is one that AWS takes', () => {
    expect(named()).toMatch(/^orders-live-[0-9a-f]{16}$/);
    const long = [{ stateMachineArn: `${ORDERS.slice(0, -6)}${'é.'.repeat(40)}`, alias: 'x'.repeat(80) }];
    expect(executionName(long, ASKED)).toMatch(/^[a-zA-Z0-9_-]{1,80}$/);
  });

  test.each([
    ['members in another order', { request: Object.fromEntries(Object.entries(REQUEST).reverse()) }],
    ['another person', { request: { ...REQUEST, requestedBy: 'kim' } }],
    ['another reason', { request: { ...REQUEST, reason: 'again' } }],
    ['the same revision, pinned', { request: { ...REQUEST, revisionId: 'r1' } }],
  ])('is the same for %s', (_, changes) => {
    expect(named(changes)).toBe(named());
  });

  test.each([
    ['another revision', { revisions: ['r2'] }],
    ['another run of the pipeline', { run: 'GITHUB_RUN_ID=8' }],
    ['no pipeline', { run: undefined }],
    ['another attempt', { attempt: 2 }],
    ['another strategy', { request: { ...REQUEST, strategy: 'Canary10Percent5Minutes' } }],
    ['alarms in another order', { request: { ...REQUEST, alarms: ['b', 'a'] } }],
  ])('is another one for %s', (_, changes) => {
    expect(named(changes)).not.toBe(named());
  });
});

describe('the run of the pipeline', () => {
  test('is what stays the same when a step is tried again', () => {
    expect(pipelineRun({})).toBeUndefined();
    expect(pipelineRun({ GITHUB_RUN_ID: '7', GITHUB_RUN_ATTEMPT: '2' })).toBe('GITHUB_RUN_ID=7');
    expect(pipelineRun({ CODEBUILD_BUILD_ID: 'b', CODEPIPELINE_EXECUTION_ID: 'p' })).toBe(
      'CODEPIPELINE_EXECUTION_ID=p',
    );
    expect(pipelineRun({ CODEBUILD_BUILD_ID: 'b', STEPSHIFT_RUN: 'mine' })).toBe('STEPSHIFT_RUN=mine');
  });
});
