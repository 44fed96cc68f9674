import { describe, expect, test } from '@jest/globals';
import type { Ports } from '../../tasks/ports/ports.ts';
import { shortHash } from '../../tasks/short-hash.ts';
import { handler } from '../../tasks/tend-executions.ts';
import { type AfterCare, MAXIMUM_CALLS, STOPPED_ERROR, successorName } from '../../workflow/after-care.ts';
import type { DeploymentDocument } from '../../workflow/document.ts';
import { NotAllowed, Throttled } from '../../workflow/errors.ts';
import { HISTORY_BUDGET, HISTORY_LIMIT } from '../../workflow/limits.ts';
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
type Executions = ReturnType<typeof inMemoryPorts>['candidateExecutions'];

/** Some calls go otherwise. */
function portsWith(one: World, changed: (executions: Executions) => Partial<Executions>): Ports {
  const ports = inMemoryPorts(one);
  return { ...ports, candidateExecutions: { ...ports.candidateExecutions, ...changed(ports.candidateExecutions) } };
}

/** As the state machine does: again and again, after the wait that was answered. */
async function tendToTheEnd(one: World, document: DeploymentDocument, ports?: Ports): Promise<AfterCare> {
  let afterCare = await tend(one, document, ports);
  while (afterCare.progress === 'more') {
    one.clock += afterCare.waitSeconds * 1000;
    afterCare = await tend(one, { ...document, afterCare }, ports);
  }
  return afterCare;
}

const some = (count: number, fields: Partial<WorldExecution> = {}) => Array.from({ length: count }, () => fields);
const throttled = () => new Throttled({ reason: 'ThrottlingException', summary: 'too many' });
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
    expect(await tend(one, rolledBack({ replay: 'failed' }))).toMatchObject({ progress: 'more', waitSeconds: 50 });
    expect(successors(one)).toEqual([]);
  });

  test('stops what runs, and replays that too, but not what a person has stopped', async () => {
    const one = world(61, [{ status: 'RUNNING' }, { status: 'ABORTED', error: 'by hand' }]);
    const done = await tendToTheEnd(one, rolledBack({ replay: 'failed', inFlight: 'stop' }));
    expect(done).toMatchObject({ progress: 'done', targets: [{ stopped: 1, replayed: 1, running: { count: 0 } }] });
    expect(one.candidateExecutions.find(({ executionArn }) => executionArn === `${EXECUTION}e0`)).toMatchObject({
      error: STOPPED_ERROR,
    });
  });

  test('does not look for what it has stopped before AWS can list it as stopped', async () => {
    const one = world(61, [{ status: 'RUNNING' }]);
    let stoppedAt = 0;
    const lagging = portsWith(one, ({ list, stop }) => ({
      stop: async (...args) => {
        stoppedAt = one.clock;
        await stop(...args);
      },
      list: async (arn, status, token) =>
        status === 'ABORTED' && one.clock < stoppedAt + 60_000 ? { executions: [] } : list(arn, status, token),
    }));
    const document = rolledBack({ replay: 'failed', inFlight: 'stop' });
    expect(await tend(one, document, lagging)).toMatchObject({ progress: 'more', waitSeconds: 60 });
    // Its answer was lost: it is called anew.
    expect(await tendToTheEnd(one, document, lagging)).toMatchObject({ targets: [{ replayed: 1 }] });
  });

  test('counts what it stops once, though it is throttled in between', async () => {
    const one = world(61, some(80, { status: 'RUNNING' }));
    let calls = 0;
    const ports = portsWith(one, ({ stop }) => ({
      stop: async (...args) => {
        if (++calls % 30 === 0) throw throttled();
        await stop(...args);
      },
    }));
    expect(await tendToTheEnd(one, rolledBack({ inFlight: 'stop' }), ports)).toMatchObject({
      targets: [{ stopped: 80 }],
    });
  });

  test('waits for what runs, less and less often, and goes on when AWS can list how it has ended', async () => {
    const one = world(3600, [{ status: 'RUNNING' }]);
    const document = rolledBack({ replay: 'failed', inFlight: 'wait' });
    const waiting = await tend(one, document);
    expect(waiting).toMatchObject({ progress: 'more', waitSeconds: 360, targets: [{ running: { count: 1 } }] });
    one.candidateExecutions[0]!.status = 'FAILED';
    one.clock += 360_000;
    const ended = await tend(one, { ...document, afterCare: waiting });
    expect(ended).toMatchObject({ progress: 'more', waitSeconds: 60, targets: [{ running: { count: 0 } }] });
    one.clock += 60_000;
    expect(await tend(one, { ...document, afterCare: ended })).toMatchObject({
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
    const one = world(61, some(250));
    let calls = 0;
    const ports = portsWith(one, ({ start }) => ({
      start: async (...args) => {
        if (++calls === 130) throw throttled();
        await start(...args);
      },
    }));
    const document = rolledBack({ replay: 'failed' });
    const first = await tend(one, document, ports);
    expect(first).toMatchObject({ progress: 'more', waitSeconds: 20, targets: [{ replayed: 129 }] });
    expect(await tend(one, { ...document, afterCare: first }, ports)).toMatchObject({
      progress: 'done',
      targets: [{ replayed: 250, notReplayed: { count: 0 } }],
    });
    expect(successors(one)).toHaveLength(250);
  });

  // A page that was begun anew after each refusal emptied the bucket again before its end: nothing was ever done, until the history was full.
  test('replays thousands under the quota of DescribeExecution, and asks for none of them twice', async () => {
    const one = world(61, some(3000));
    let [tokens, at, reads] = [300, one.clock, 0];
    const ports = portsWith(one, ({ read }) => ({
      read: async (arn) => {
        tokens = Math.min(300, tokens + ((one.clock - at) / 1000) * 15);
        at = one.clock;
        if (tokens < 1) throw throttled();
        tokens -= 1;
        reads++;
        return read(arn);
      },
    }));
    const document = rolledBack({ replay: 'failed' });
    const done = await tendToTheEnd(one, document, ports);
    expect(done).toMatchObject({ targets: [{ replayed: 3000, notReplayed: { count: 0 } }] });
    expect(reads).toBe(3000);
    expect(done.calls).toBeLessThan(20);
  });

  test('ends its call in time where AWS is slow, in the middle of a page', async () => {
    const one = world(61, some(60));
    const slow = portsWith(one, ({ read }) => ({
      read: async (arn) => {
        one.clock += 4000;
        return read(arn);
      },
    }));
    expect(await tend(one, rolledBack({ replay: 'failed' }), slow)).toMatchObject({
      progress: 'more',
      waitSeconds: 2,
      targets: [{ replayed: 7 }],
    });
    expect(await tendToTheEnd(one, rolledBack({ replay: 'failed' }), slow)).toMatchObject({
      targets: [{ replayed: 60 }],
    });
  });

  test('gives up before the history could run full, and says so', async () => {
    const one = world(61, [{}]);
    const busy = portsWith(one, () => ({ list: async () => Promise.reject(throttled()) }));
    expect(await tendToTheEnd(one, rolledBack({ replay: 'failed' }), busy)).toMatchObject({
      calls: MAXIMUM_CALLS,
      targets: [{ stage: 'done', replayed: 0, notTended: expect.stringContaining(`After ${MAXIMUM_CALLS} calls`) }],
    });
    // TendExecutions, AreTheyTended and LetThemGoOn; half of what the plan leaves is for other retries.
    expect(MAXIMUM_CALLS * (5 + 2 + 2)).toBeLessThan((HISTORY_LIMIT - HISTORY_BUDGET) * 0.6);
  });

  test('starts five thousand again at most, and does not look at the others', async () => {
    const one = world(61, some(5200));
    let reads = 0;
    const ports = portsWith(one, ({ read }) => ({
      read: async (arn) => {
        reads++;
        return read(arn);
      },
    }));
    expect(await tendToTheEnd(one, rolledBack({ replay: 'failed' }), ports)).toMatchObject({
      targets: [{ replayed: 5000, notReplayed: { count: 1, andMore: true, sample: [{ why: expect.any(String) }] } }],
    });
    expect(reads).toBe(5000);
  });

  test('counts five thousand that run at most', async () => {
    const one = world(61, some(5200, { status: 'RUNNING' }));
    expect(await tendToTheEnd(one, rolledBack())).toMatchObject({
      targets: [{ running: { count: 5000, andMore: true } }],
    });
  });

  test('reads no list back beyond the beginning of the deployment', async () => {
    const old = { startedAt: '2025-12-30T00:00:00.000Z', endedAt: '2025-12-30T00:01:00.000Z' };
    const one = world(61, [...some(2), ...some(500, old)]);
    let pages = 0;
    const ports = portsWith(one, ({ list }) => ({
      list: async (...args) => {
        pages++;
        return list(...args);
      },
    }));
    expect(await tendToTheEnd(one, rolledBack({ replay: 'failed' }), ports)).toMatchObject({
      targets: [{ replayed: 2 }],
    });
    expect(pages).toBe(3);
  });

  test('counts and samples what AWS does not know any more, does not tell, or refuses to start; the others are replayed', async () => {
    const one = world(61, [{}, { input: undefined as never }, {}, {}, {}]);
    const named = (name: string, message: string) => Object.assign(new Error(message), { name });
    const ports = portsWith(one, ({ read, start }) => ({
      read: async (arn) => {
        if (arn.endsWith('e0')) return undefined;
        if (arn.endsWith('e2')) throw named('KmsAccessDeniedException', 'the key is not yours');
        return read(arn);
      },
      start: async (arn, name, input) => {
        if (name.endsWith('e3')) throw new NotAllowed({ reason: 'NotAllowed', summary: 'may not start' });
        await start(arn, name, input);
      },
    }));
    const [tended] = (await tendToTheEnd(one, rolledBack({ replay: 'failed' }), ports)).targets;
    expect(tended).toMatchObject({ replayed: 1, notReplayed: { count: 4 } });
    expect(tended!.notReplayed.sample.map(({ why }) => why)).toEqual([
      'AWS does not know it any more',
      'AWS does not tell its input',
      'KmsAccessDeniedException: the key is not yours',
      'may not start',
    ]);
  });

  test('says of an EXPRESS machine that nothing can be done, where something is wished', async () => {
    const express = { ...rolledBack().targets[0]!, type: 'EXPRESS' } as const;
    const [tended] = (await tend(world(61, []), rolledBack({ replay: 'failed' }, { targets: [express] }))).targets;
    expect(tended).toMatchObject({ stage: 'done', notTended: expect.stringContaining('EXPRESS') });
    expect((await tend(world(61, []), rolledBack({}, { targets: [express] }))).targets).toEqual([]);
  });

  test('does nothing where nothing was shifted, or where the alias is not proven to be back', async () => {
    const { rolledBack: _, ...notBack } = rolledBack().targets[0]!;
    expect(await tend(world(61, [{}]), rolledBack({}, { targets: [notBack] }))).toEqual({
      progress: 'done',
      waitSeconds: expect.any(Number),
      calls: 1,
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
