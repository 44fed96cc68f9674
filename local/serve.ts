import { dispatch, type WireAnswer } from './aws-json.ts';
import type { Clock } from './clock.ts';
import { ClockDriver } from './clock-driver.ts';
import { listen, type RunningServer } from './http-server.ts';
import type { LocalAws } from './local-aws.ts';
import { VirtualClock } from './virtual-clock.ts';

/**
 * Serves a local AWS over HTTP, on this machine only, for anything that speaks AWS JSON 1.0 to `AWS_ENDPOINT_URL`. `POST /clock {"seconds": n}` moves a virtual
 * clock and answers `{"now": ISO text}`; `GET /clock` only tells the time.
 * @param port 0 for any free one
 */
export async function serve<C extends Clock>(aws: LocalAws<C>, port: number): Promise<RunningServer> {
  const driver = aws.clock instanceof VirtualClock ? new ClockDriver(aws.clock) : undefined;
  return listen({
    port,
    now: () => aws.clock.now(),
    answer: (target, body) => {
      const answer = dispatch(aws.services, target, body, aws.context);
      // Not when it has answered: a synchronous start answers only after time has passed.
      setImmediate(() => driver?.kick());
      return answer.finally(() => driver?.kick());
    },
    answerOther: async (method, path, body) => {
      if (path !== '/clock') return undefined;
      if (method === 'GET') return json(200, { now: iso(aws.clock.now()) });
      if (!driver) return json(409, { message: 'the clock is real: it cannot be moved' });
      const seconds = secondsOf(body);
      if (seconds === undefined)
        return json(400, { message: `found ${body.slice(0, 80)}, expected {"seconds": a number of at least 0}` });
      if (aws.clock.now() + seconds * 1000 > LATEST)
        return json(400, { message: `the clock cannot move ${seconds} seconds on: it ends at ${iso(LATEST)}` });
      return json(200, { now: iso(await driver.advance(seconds)) });
    },
  });
}

/** Later years have no ISO text of four digits, and timestamps would not sort any more. */
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59);

function secondsOf(body: string): number | undefined {
  try {
    const { seconds } = JSON.parse(body) as { readonly seconds?: unknown };
    return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
  } catch {
    return undefined;
  }
}

function iso(now: number): string {
  return new Date(now).toISOString();
}

function json(statusCode: number, body: unknown): WireAnswer {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
