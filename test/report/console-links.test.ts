import { describe, expect, test } from '@jest/globals';
import { alarmLink, executionLink, machineLink, versionLink } from '../../report/console-links.ts';

const execution = 'arn:aws:states:eu-west-1:111122223333:execution:Stepshift:orders-7';

describe('links into the console', () => {
  test('go to the partition and the region of what they show', () => {
    expect(executionLink(execution)).toBe(
      'https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn%3Aaws%3Astates%3Aeu-west-1%3A111122223333%3Aexecution%3AStepshift%3Aorders-7',
    );
    expect(machineLink('arn:aws-cn:states:cn-north-1:111122223333:stateMachine:orders')).toBe(
      'https://cn-north-1.console.amazonaws.cn/states/home?region=cn-north-1#/statemachines/view/arn%3Aaws-cn%3Astates%3Acn-north-1%3A111122223333%3AstateMachine%3Aorders',
    );
    expect(versionLink('arn:aws-us-gov:states:us-gov-west-1:111122223333:stateMachine:orders:2')).toMatch(
      /^https:\/\/us-gov-west-1\.console\.amazonaws-us-gov\.com\/states\/home\?region=us-gov-west-1#/,
    );
    expect(alarmLink('orders failures/5%', execution)).toBe(
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/orders%20failures%2F5%25',
    );
  });

  test.each([
    'arn:aws-iso:states:us-iso-east-1:111122223333:execution:Stepshift:one',
    'arn:constructor:states:eu-west-1:111122223333:execution:Stepshift:one',
    'arn:aws:states:evil.example/x:111122223333:execution:Stepshift:one',
    'arn:aws:states:evil:111122223333:execution:Stepshift:one',
    'javascript:alert(1)',
    '',
  ])('are left out where there is no public console, or what is named is no ARN: %s', (arn) => {
    expect(executionLink(arn)).toBeUndefined();
    expect(machineLink(arn)).toBeUndefined();
    expect(versionLink(arn)).toBeUndefined();
    expect(alarmLink('any', arn)).toBeUndefined();
  });

  test('cannot be led elsewhere by a name', () => {
    const link = executionLink('arn:aws:states:eu-west-1:111122223333:execution:a"><script>:https%3A@evil.example/')!;
    expect(new URL(link).host).toBe('eu-west-1.console.aws.amazon.com');
    expect(link).not.toMatch(/["<>]/);
  });
});
