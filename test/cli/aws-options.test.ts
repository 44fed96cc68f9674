import { afterEach, describe, expect, test } from '@jest/globals';
import { deployerOf, ledgerNameOf, personOf } from '../../cli/aws-options.ts';

const STAGING = 'arn:aws:states:eu-west-1:111122223333:execution:Staging:orders-7';

afterEach(() => {
  for (const name of ['DEPLOYER', 'LEDGER', 'ACTOR']) delete process.env[`STEPSHIFT_${name}`];
});

describe('the deployer and its ledger', () => {
  test('of an execution are its own, whatever the usual deployer is', () => {
    expect(deployerOf({}, STAGING)).toBe('Staging');
    process.env.STEPSHIFT_DEPLOYER = 'Production';
    expect(deployerOf({}, STAGING)).toBe('Staging');
    expect(ledgerNameOf({}, STAGING)).toBe('staging-ledger');
  });

  test('are the usual ones for anything else, and those that are named for all', () => {
    expect(ledgerNameOf({}, 'arn:aws:states:eu-west-1:111122223333:stateMachine:orders')).toBe('stepshift-ledger');
    expect(deployerOf({ deployer: 'Other' }, STAGING)).toBe('Other');
    expect(ledgerNameOf({ ledger: 'table' }, STAGING)).toBe('table');
  });
});

describe('the deployer', () => {
  test.each(['Staging', 'live'])('%s can be named by the ARN of the alias that its stack puts out', (name) => {
    const machine = `arn:aws:states:eu-west-1:111122223333:stateMachine:${name}`;
    expect([deployerOf({ deployer: `${machine}:live` }), deployerOf({ deployer: machine })]).toEqual([
      machine,
      machine,
    ]);
    expect(ledgerNameOf({ deployer: `${machine}:live` })).toBe(`${name.toLowerCase()}-ledger`);
  });
});

describe('what the environment says', () => {
  test('holds where no option says otherwise', () => {
    process.env.STEPSHIFT_LEDGER = 'of-the-team';
    process.env.STEPSHIFT_ACTOR = 'ada';
    process.env.STEPSHIFT_DEPLOYER = 'Production';
    const orders = 'arn:aws:states:eu-west-1:111122223333:stateMachine:orders';
    expect([deployerOf({}, orders), ledgerNameOf({}, orders), personOf({})]).toEqual([
      'Production',
      'of-the-team',
      'ada',
    ]);
    expect(deployerOf({ deployer: 'Other' }, orders)).toBe('Other');
    expect(ledgerNameOf({ ledger: 'table' }, orders)).toBe('table');
    expect(personOf({ by: 'kim' })).toBe('kim');
  });
});

describe('who is at the keyboard', () => {
  const nobody = (): never => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };

  test('is the user, where nobody is named', () => {
    expect(personOf({}, () => ({ username: 'kim' }))).toBe('kim');
    expect(personOf({ by: 'alex' }, nobody)).toBe('alex');
  });

  test('is a number in a container whose user has no name', () => {
    expect(personOf({}, nobody)).toMatch(/^uid \d+$/);
  });
});
