import { dispatch, type WireAnswer } from './aws-json.ts';
import type { Clock } from './clock.ts';
import { ClockDriver } from './clock-driver.ts';
import { listen, type OtherRequest, type RunningServer } from './http-server.ts';
import { answerInvoke } from './lambda/invoke-door.ts';
import type { LocalAws } from './local-aws.ts';
import { VirtualClock } from './virtual-clock.ts';

/**
 * Serves a local AWS over HTTP, on this machine only, for anything that speaks AWS JSON 1.0 to `AWS_ENDPOINT_URL`. Functions
 * that are registered answer Lambda's Invoke. `POST /clock {"seconds": n}` moves a virtual
 * clock and answers `{"now": ISO text}`; `GET /clock` only tells the time.
 * @param port 0 for any free one
 */
export async function serve<C extends Clock>(aws: LocalAws<C>, port: number): Promise<RunningServer> {
  const driver = aws.clock instanceof VirtualClock ? new ClockDriver(aws.clock) : undefined;
  /** Lets virtual time pass for what an answer has set going; also before it answers, as a synchronous start does only after time has passed. */
  const moving = <A>(answer: Promise<A>): Promise<A> => {
    setImmediate(() => driver?.kick());
    return answer.finally(() => driver?.kick());
  };
  return listen({
    port,
    now: () => aws.clock.now(),
    answer: (target, body) => moving(dispatch(aws.services, target, body, aws.context)),
    answerOther: async (request) =>
      request.path === '/clock' ? answerClock(aws.clock, driver, request) : moving(answerInvoke(aws.lambda, request)),
  });
}

async function answerClock(
  clock: Clock,
  driver: ClockDriver | undefined,
  { method, body }: OtherRequest,
): Promise<WireAnswer> {
  if (method === 'GET') return json(200, { now: iso(clock.now()) });
  if (!driver) return json(409, { message: 'the clock is real: it cannot be moved' });
  const seconds = secondsOf(body);
  if (seconds === undefined)
    return json(400, { message: `found ${body.slice(0, 80)}, expected {"seconds": a number of at least 0}` });
  if (clock.now() + seconds * 1000 > LATEST)
    return json(400, { message: `the clock cannot move ${seconds} seconds on: it ends at ${iso(LATEST)}` });
  return json(200, { now: iso(await driver.advance(seconds)) });
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
