import { describe, expect, test } from '@jest/globals';
import { example, milestones, sample } from './example.ts';
import { rehearse, withMachine } from './one-machine.ts';

const STEP = ['BeginStep', 'ShiftTargets', 'ConfirmShift'];

async function rehearsed(path: string) {
  const { record, alias, executions } = await rehearse(example(path));
  const steps = milestones(record.path).filter((state) => state === 'BeginStep').length;
  return { outcome: record.outcome, shifts: record.shifts, alias, steps, executions, path: milestones(record.path) };
}

describe('strategies', () => {
  test('linear 30 % goes 30, 60, 90, 100, each for at least as long as it takes to see it', async () => {
    expect(await rehearsed('strategies/linear-30-percent.json')).toMatchObject({
      outcome: 'Succeeded',
      shifts: [
        { atSeconds: 0, candidateWeight: 30 },
        { atSeconds: 240, candidateWeight: 60 },
        { atSeconds: 480, candidateWeight: 90 },
        { atSeconds: 720, candidateWeight: 100 },
      ],
      alias: [{ version: 2, weight: 100 }],
      steps: 4,
    });
  });

  test('a canary by name gives its percentage, waits, and gives the rest', async () => {
    expect(await rehearsed('strategies/named-canary.json')).toMatchObject({
      outcome: 'Succeeded',
      shifts: [
        { atSeconds: 0, candidateWeight: 10 },
        { atSeconds: 300, candidateWeight: 100 },
      ],
      alias: [{ version: 2, weight: 100 }],
      steps: 2,
    });
  });

  test('all at once is one shift, and watched all the same', async () => {
    const { path, executions, ...rest } = await rehearsed('strategies/all-at-once.json');
    expect(rest).toEqual({
      outcome: 'Succeeded',
      shifts: [{ atSeconds: 0, candidateWeight: 100 }],
      alias: [{ version: 2, weight: 100 }],
      steps: 1,
    });
    expect(path.slice(8)).toEqual([
      ...STEP,
      'ConfirmPromotion',
      'PromoteTargets',
      'FinishDeployment',
      'DidEveryTargetArrive',
      'Succeeded',
    ]);
    expect(executions.stable.started).toBe(0);
  });

  test('an alias that is absent is created wholly on the candidate, and watched', async () => {
    expect(await rehearsed('strategies/first-release.json')).toMatchObject({
      outcome: 'Succeeded',
      shifts: [{ atSeconds: 0, candidateWeight: 100 }],
      alias: [{ version: 2, weight: 100 }],
      steps: 1,
      executions: { stable: { started: 0 }, candidate: { started: 150, failed: 0 } },
    });
  });
});

describe('other strategies', () => {
  const finalBake = { finalBakeSeconds: 180 };

  test('exponential doubles the weight, up to 100 %', async () => {
    const strategy = { type: 'exponential', percentage: 20, intervalMinutes: 4 };
    const { record, alias } = await rehearse(sample('good', { strategy, ...finalBake }));
    expect(record).toMatchObject({
      outcome: 'Succeeded',
      shifts: [20, 40, 80, 100].map((candidateWeight, step) => ({ atSeconds: step * 240, candidateWeight })),
    });
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });

  test('explicit steps have their own weights and times', async () => {
    const steps = [
      { weight: 5, bakeSeconds: 600 },
      { weight: 75, bakeSeconds: 250 },
    ];
    const { record, alias } = await rehearse(sample('good', { strategy: { steps }, ...finalBake }));
    expect(record).toMatchObject({
      outcome: 'Succeeded',
      shifts: [
        { atSeconds: 0, candidateWeight: 5 },
        { atSeconds: 600, candidateWeight: 75 },
        { atSeconds: 850, candidateWeight: 100 },
      ],
    });
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });
});

describe('a bad release through an alias that was not there before', () => {
  const { candidate } = example('sample-alias-machine').machines[0];
  const bad = withMachine(example('strategies/first-release.json'), { candidate });

  test('has no way back once executions were started through it', async () => {
    const { record, alias } = await rehearse(bad);
    expect(record).toMatchObject({ outcome: 'CriticalError', reason: 'NoWayBack' });
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(record.cause?.repair.length).toBeGreaterThan(0);
  });
});
