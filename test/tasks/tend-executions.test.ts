import { describe, expect, test } from '@jest/globals';
import { shortHash } from '../../tasks/short-hash.ts';
import { handler } from '../../tasks/tend-executions.ts';
import { type AfterCare, STOPPED_ERROR, successorName } from '../../workflow/after-care.ts';
import type { DeploymentDocument } from '../../workflow/document.ts';
import { TryAgain } from '../../workflow/errors.ts';
import { baking } from './documents.ts';
import { inMemoryPorts, type World, type WorldExecution } from './in-memory-ports.ts';
import { CANDIDATE, foundWorld, LIVE, STABLE, shifted } from './targets.ts';

const BACK_AT = '2026-01-01T00:05:00.000Z';
const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:orders:';

/** A deployment that was rolled back, and what it asks for. */
function rolledBack(
  request: Record<string, unknown> = {},
  fields: Partial<DeploymentDocument> = {},
): DeploymentDocument {
  const back = { ...shifted(50).target, rolledBack: { kind: 'restored', updatedAt: BACK_AT } } as const;
  return baking({ targets: [back], ...fields }, request);
}

/** So many seconds after the alias came back. */
function world(seconds: number, executions: readonly Partial<WorldExecution>[]): World {
  const found = foundWorld();
  found.clock = Date.parse(BACK_AT) + seconds * 1000;
  for (const [i, fields] of executions.entries())
    found.candidateExecutions.push({
      executionArn: `${EXECUTION}e${i}`,
      versionArn: CANDIDATE,
      aliasArn: LIVE,
      status: 'FAILED',
      startedAt: '2026-01-01T00:02:00.000Z',
      input: JSON.stringify({ order: i }),
      ...fields,
    });
  return found;
}

const tend = (one: World, document: DeploymentDocument, ports = inMemoryPorts(one)): Promise<AfterCare> =>
  Promise.resolve(handler.core({ document }, ports));
const successors = (one: World) => one.candidateExecutions.filter(({ versionArn }) => versionArn === STABLE);

const successorOf = (executionArn: string) => successorName(executionArn, shortHash(executionArn));

describe('TendExecutions', () => {
  test('counts what still runs on the candidate, through the alias and in this deployment, and leaves it', async () => {
    const running = { status: 'RUNNING' } as const;
    const one = world(0, [
      running,
      running,
      { ...running, aliasArn: `${LIVE}-other` },
      { ...running, startedAt: '2025-01-01T00:00:00.000Z' },
    ]);
    expect(await tend(one, rolledBack())).toMatchObject({
      progress: 'done',
      targets: [
        {
          stage: 'done',
          running: { count: 2, sample: [{ executionArn: `${EXECUTION}e0` }, {}] },
          stopped: 0,
          replayed: 0,
        },
      ],
    });
  });

  test('starts nothing again unless it is asked to', async () => {
    const one = world(0, [{}]);
    await tend(one, rolledBack());
    expect(successors(one)).toEqual([]);
  });

  test('starts what failed or timed out again on stable, once, with the same input', async () => {
    const one = world(61, [
      {},
      { status: 'TIMED_OUT' },
      { status: 'SUCCEEDED' },
      { status: 'ABORTED', error: 'by hand' },
    ]);
    const document = rolledBack({ replay: 'failed' });
    expect(await tend(one, document)).toMatchObject({
      progress: 'done',
      targets: [{ replayed: 2, notReplayed: { count: 0 } }],
    });
    await tend(one, document);
    expect(
      successors(one)
        .map(({ executionArn, input }) => [executionArn, input])
        .sort(),
    ).toEqual([0, 1].map((i) => [EXECUTION + successorOf(`${EXECUTION}e${i}`), JSON.stringify({ order: i })]).sort());
  });

  test('waits until AWS can list what has failed', async () => {
    const one = world(10, [{}]);
    expect(await tend(one, rolledBack({ replay: 'failed' }))).toMatchObject({ progress: 'more', waitSeconds: 30 });
    expect(successors(one)).toEqual([]);
  });

  test('stops what runs, and replays that too, but not what a person has stopped', async () => {
    const one = world(61, [{ status: 'RUNNING' }, { status: 'ABORTED', error: 'by hand' }]);
    const done = await tend(one, rolledBack({ replay: 'failed', inFlight: 'stop' }));
    expect(done).toMatchObject({ progress: 'done', targets: [{ stopped: 1, replayed: 1, running: { count: 0 } }] });
    expect(one.candidateExecutions.find(({ executionArn }) => executionArn === `${EXECUTION}e0`)).toMatchObject({
      error: STOPPED_ERROR,
    });
  });

  test('waits for what runs, less and less often, and goes on when it has ended', async () => {
    const one = world(3600, [{ status: 'RUNNING' }]);
    const document = rolledBack({ replay: 'failed', inFlight: 'wait' });
    const waiting = await tend(one, document);
    expect(waiting).toMatchObject({ progress: 'more', waitSeconds: 360, targets: [{ running: { count: 1 } }] });
    one.candidateExecutions[0]!.status = 'FAILED';
    expect(await tend(one, { ...document, afterCare: waiting })).toMatchObject({
      progress: 'done',
      targets: [{ running: { count: 0 }, replayed: 1 }],
    });
  });

  test('waits for a day at most', async () => {
    const one = world(90_000, [{ status: 'RUNNING' }]);
    const document = rolledBack({ inFlight: 'wait' });
    expect(await tend(one, document)).toMatchObject({ progress: 'done', targets: [{ running: { count: 1 } }] });
  });

  test('goes on where it was throttled, and counts nothing twice', async () => {
    const one = world(
      61,
      Array.from({ length: 250 }, () => ({})),
    );
    const ports = inMemoryPorts(one);
    let calls = 0;
    const start: typeof ports.candidateExecutions.start = async (...args) => {
      if (++calls === 130) throw new TryAgain({ reason: 'ThrottlingException', summary: 'too many' });
      return ports.candidateExecutions.start(...args);
    };
    const throttled = { ...ports, candidateExecutions: { ...ports.candidateExecutions, start } };
    const document = rolledBack({ replay: 'failed' });
    const first = await tend(one, document, throttled);
    expect(first).toMatchObject({ progress: 'more', waitSeconds: 2, targets: [{ replayed: 100 }] });
    expect(await tend(one, { ...document, afterCare: first }, throttled)).toMatchObject({
      progress: 'done',
      targets: [{ replayed: 250, notReplayed: { count: 0 } }],
    });
    expect(successors(one)).toHaveLength(250);
  });

  test('counts and samples what AWS does not know any more', async () => {
    const one = world(61, [{}]);
    const ports = inMemoryPorts(one);
    const gone = { ...ports, candidateExecutions: { ...ports.candidateExecutions, read: async () => undefined } };
    expect(await tend(one, rolledBack({ replay: 'failed' }), gone)).toMatchObject({
      targets: [{ replayed: 0, notReplayed: { count: 1, sample: [{ why: expect.stringContaining('not know') }] } }],
    });
  });

  test('does nothing where nothing was shifted, or where the alias is not proven to be back', async () => {
    const { rolledBack: _, ...notBack } = rolledBack().targets[0]!;
    expect(await tend(world(61, [{}]), rolledBack({}, { targets: [notBack] }))).toEqual({
      progress: 'done',
      waitSeconds: expect.any(Number),
      targets: [],
    });
  });
});

describe('a successor', () => {
  test('has a name of its own, of at most 80 characters, that stays the same', () => {
    const long = EXECUTION + 'x'.repeat(80);
    expect(successorOf(long)).toHaveLength(80);
    expect(successorOf(long)).toBe(successorOf(long));
    expect(successorOf(`${long}y`)).not.toBe(successorOf(long));
    expect(successorOf(`${EXECUTION}a`)).toMatch(/^replay-[0-9a-f]{20}-a$/);
  });
});
